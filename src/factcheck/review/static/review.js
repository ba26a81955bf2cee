"use strict";

// Text of documents only ever goes through textContent; nothing here makes markup of it.

const WORDS = {
  zh: {
    title: "逐条处理", skip: "跳到当前发现", keys: "快捷键", undo: "撤销（u）", help: "说明（?）", done: "处理完了",
    list: "发现", show: "显示", todo: "待处理", settled: "已处理", all: "全部",
    error: "✖ 矛盾", warning: "▲ 存疑", note: "● 说明", colon: "：", comma: "；", open_: "（", close_: "）",
    progress: (todo, total, file) => `还有 ${todo} 条待处理，共 ${total} 条；每个决定立即保存在 ${file}`,
    empty: "没有需要处理的发现。", accept: "以这一处为准", bounds: "可能范围", why: "为什么认为说的是同一件事",
    cause: "可能的原因", options: "证据支持哪一处（供参考，不是结论）", context: "原文", decide: "怎样处理？", gap: "相差",
    published: "发布于", file: "文件",
    "both-ok": "两处都对", ignore: "忽略", "accept-source": "以一处为准，另一处待改", typo: "笔误，待改", deferred: "暂缓",
    open: "待处理", new: "新发现", reopened: "数字变了，重新打开", expired: "决定已到期",
    reason: "理由", note_: "补充说明（可不填）", until: "到哪一天为止", save: "保存", cancel: "取消",
    saved: (state) => `已保存：${state}`, undone: "已撤销", nothing: "没有可以撤销的", lost: "没有保存：连不上程序。它可能已经关闭。",
    ended: "已结束，可以关闭这个页面。", current: "现在的决定", by: "由", at: "于", ends: "到期",
    reasons: {
      "different-definition": "口径不同", "different-scope": "范围不同", "different-date": "时点不同", rounding: "四舍五入",
      restated: "数据修订", "extraction-error": "数字读错了（软件的问题）", "not-comparable": "不可比", "quoted-third-party": "引用第三方的说法",
    },
    why_wrong: { "accept-source": "与可靠来源核对过", typo: "原文笔误", deferred: "等待核实" },
    guide: [["j / k", "下一条、上一条"], ["1 … 9", "以第几处为准，另一处待改"], ["b", "两处都对（要选理由）"], ["t", "笔误，待改"],
      ["i", "忽略（要选理由）"], ["d", "暂缓，默认 90 天"], ["u", "撤销刚才的决定"], ["?", "打开这个说明"]],
    guideText: "每条发现是两处或几处互相矛盾的数字。看原文，选一种处理办法；选定后立即保存，随时可以撤销。“以一处为准”和“笔误”表示文字要改：改好以后它会自己消失，过期没改会变成错误。",
    close: "关闭",
  },
  en: {
    title: "Triage", skip: "Skip to the finding", keys: "Shortcut keys", undo: "Undo (u)", help: "Help (?)", done: "Finish",
    list: "Findings", show: "Show", todo: "To do", settled: "Settled", all: "All",
    error: "✖ conflict", warning: "▲ doubtful", note: "● explained", colon: ": ", comma: "; ", open_: " (", close_: ")",
    progress: (todo, total, file) => `${todo} of ${total} to do; each decision is saved at once in ${file}`,
    empty: "Nothing to settle.", accept: "This one is right", bounds: "may be", why: "Why these are one fact",
    cause: "Likely cause", options: "What the evidence supports (not a verdict)", context: "Passages", decide: "What to do?", gap: "Gap",
    published: "published", file: "file",
    "both-ok": "Both right", ignore: "Ignore", "accept-source": "One is right, the other must change", typo: "Typo, must change", deferred: "Later",
    open: "to do", new: "new", reopened: "figures changed, reopened", expired: "decision expired",
    reason: "Reason", note_: "Note (optional)", until: "Until", save: "Save", cancel: "Cancel",
    saved: (state) => `Saved: ${state}`, undone: "Undone", nothing: "Nothing to undo", lost: "Not saved: the program does not answer.",
    ended: "Finished; you can close this page.", current: "Decision", by: "by", at: "on", ends: "ends",
    reasons: {
      "different-definition": "different definition", "different-scope": "different scope", "different-date": "different date", rounding: "rounding",
      restated: "restated", "extraction-error": "misread (our fault)", "not-comparable": "not comparable", "quoted-third-party": "quoted from a third party",
    },
    why_wrong: { "accept-source": "checked with a reliable source", typo: "typo in the text", deferred: "to be verified" },
    guide: [["j / k", "next, previous"], ["1 … 9", "that figure is right"], ["b", "both right (with a reason)"], ["t", "typo"],
      ["i", "ignore (with a reason)"], ["d", "later, 90 days"], ["u", "undo"], ["?", "this help"]],
    guideText: "Each finding is figures that cannot all be true. Read the passages and choose; each choice is saved at once and can be undone.",
    close: "Close",
  },
};

const ACTIONS = [["both-ok", "b"], ["typo", "t"], ["ignore", "i"], ["deferred", "d"]];
const CHOOSE = new Set(["both-ok", "ignore"]);
const $ = (id) => document.getElementById(id);
let words = WORDS.zh;
let data = { cards: [], reasons: [], terms: {} };
let current = null;
const details = new Map();

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") node.addEventListener("click", value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

// A document may hold controls that reorder or hide text: show them.
function seen(text) {
  return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu,
    (ch) => `[U+${ch.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

async function ask(what, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let answer, found;
  try {
    answer = await fetch(what, options);
    found = await answer.json();
  } catch {
    throw new Error(words.lost);
  }
  if (!answer.ok) throw new Error(found.error || words.lost);
  return found;
}

function shown() {
  const filter = $("filter").value;
  return data.cards.filter((one) => filter === "all" || one[filter]);
}

function card(id) {
  return data.cards.find((one) => one.id === id);
}

function drawList() {
  const rows = shown().map((one) => {
    const button = el("button", { type: "button", "data-id": one.id, "aria-current": String(one.id === current), on: () => go(one.id, true) },
      el("span", { class: `sign ${one.severity}` }, words[one.severity]), " ", seen(one.subject.slice(0, 80) || one.rule),
      el("small", {}, `${words[one.state] || one.state} · ${one.rule}`));
    return el("li", {}, button);
  });
  $("list").replaceChildren(...rows);
  $("progress").textContent = words.progress(data.todo, data.total, data.file);
  $("undo").disabled = !data.undo;
}

function markCurrent() {
  for (const button of $("list").querySelectorAll("button")) {
    const own = button.dataset.id === current;
    button.setAttribute("aria-current", String(own));
    if (own) button.scrollIntoView({ block: "nearest" });
  }
}

function side(one, reading, index, own) {
  const key = index < 9 ? el("kbd", {}, String(index + 1)) : "";
  return el("section", { class: "side", "aria-label": seen(`${reading.sign} ${reading.source}`) },
    el("h3", {}, seen(`${reading.sign} ${reading.source}`)),
    el("p", { class: "amount" }, seen(reading.text)),
    el("p", {}, seen(reading.amount), reading.bounds ? el("span", { class: "quiet" }, ` ${words.bounds} ${seen(reading.bounds)}`) : ""),
    el("p", { class: "quiet" }, seen([reading.path, reading.place, reading.published && `${words.published} ${reading.published}`].filter(Boolean).join(" · "))),
    own ? quote(own) : "",
    el("button", { type: "button", on: () => form(one, "accept-source", reading) }, words.accept, " ", key));
}

function quote(one) {
  return el("blockquote", {}, ...one.pieces.map((piece) => (piece.claim ? el("mark", {}, seen(piece.text)) : seen(piece.text))));
}

function passage(one) {
  return el("div", {}, el("p", { class: "quiet" }, seen([one.source, one.place].filter(Boolean).join(" · "))), quote(one));
}

// The passage of each figure, where every figure has one of its own.
function ownPassages(one) {
  const found = one.readings.map((reading) => one.passages.find((p) => p.pieces.some((piece) => piece.claim === reading.claim)));
  return new Set(found).size === found.length && !found.includes(undefined) ? found : null;
}

function listed(title, items) {
  return items.length ? [el("h2", {}, title), el("ul", {}, ...items.map((item) => el("li", {}, item)))] : [];
}

function decision(one) {
  if (!one.decision) return one.state === "ignore" ? el("p", { class: "state" }, words.ignore, `${words.open_}factcheck-ignore${words.close_}`) : "";
  const made = one.decision;
  const reason = words.reasons[made.reason] || made.reason;
  const parts = [`${words.current}${words.colon}${words[made.state]}${words.open_}${seen(reason)}${words.close_}`, made.note && seen(made.note), `${words.by} ${seen(made.by)}`, `${words.at} ${made.at}`, made.ends && `${words.ends} ${made.ends}`];
  return el("p", { class: "state" }, one.done ? "" : `${words[one.state]} · `, parts.filter(Boolean).join(" · "));
}

async function detail(id) {
  if (!details.has(id)) details.set(id, await ask(`card?id=${encodeURIComponent(id)}`));
  return Object.assign({}, card(id), details.get(id));
}

async function drawCard() {
  const main = $("card");
  if (!card(current)) {
    main.replaceChildren(el("p", {}, words.empty));
    return;
  }
  const wanted = current;
  let one;
  try {
    one = await detail(wanted);
  } catch (error) {
    $("fault").textContent = error.message;
    return;
  }
  if (wanted !== current) return;
  const own = ownPassages(one);
  const options = one.options.map((option) => el("span", {}, seen(option.text), option.reasons.length ? el("span", { class: "quiet" }, words.colon, seen(option.reasons.join(words.comma))) : ""));
  main.replaceChildren(
    el("h2", {}, seen(one.subject.join(" · ") || one.title)),
    el("p", { class: "quiet" }, el("span", { class: `sign ${one.severity}` }, words[one.severity]), ` ${one.rule} ${seen(one.title)} · ${one.id}`, one.gap ? ` · ${words.gap} ${seen(one.gap)}` : ""),
    el("p", { class: "message" }, seen(one.message)),
    decision(one),
    el("div", { class: "sides" }, ...one.readings.map((reading, index) => side(one, reading, index, own && own[index]))),
    el("h2", {}, words.decide),
    el("div", { class: "actions" }, ...ACTIONS.map(([state, key]) => el("button", { type: "button", "data-state": state, on: () => form(one, state) }, words[state], " ", el("kbd", {}, key)))),
    ...(own ? [] : [el("h2", {}, words.context), ...one.passages.map(passage)]),
    ...(one.cause ? [el("h2", {}, words.cause), el("p", {}, seen(one.cause))] : []),
    ...listed(words.options, options),
    ...listed(words.why, one.why.map(seen)));
}

async function go(id, focus) {
  current = id;
  if (id) history.replaceState(null, "", `#${id}`);
  markCurrent();
  await drawCard();
  if (focus) {
    scrollTo(0, 0);
    $("card").focus({ preventScroll: true });
  }
}

function step(by) {
  const rows = shown();
  if (!rows.length) return;
  const at = rows.findIndex((one) => one.id === current);
  go(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))].id, true);
}

function next(after) {
  const rest = data.cards.slice(after + 1).concat(data.cards.slice(0, after + 1));
  const found = rest.find((one) => one.todo);
  return found ? found.id : data.cards[after] && data.cards[after].id;
}

function field(label, input) {
  input.id = `field-${label}`;
  return el("div", {}, el("label", { for: input.id, class: "label" }, words[label]), input);
}

function form(one, state, reading) {
  const box = $("form");
  const choose = CHOOSE.has(state);
  const title = reading ? `${words.accept}${words.colon}${seen(reading.sign)} ${seen(reading.text)}` : words[state];
  const reasons = choose
    ? el("fieldset", {}, el("legend", {}, words.reason), ...data.reasons.map((name, index) =>
      el("label", {}, el("input", { type: "radio", name: "reason", value: name, checked: index === (state === "ignore" ? 5 : 0) }), ` ${words.reasons[name] || name}`)))
    : null;
  const reason = choose ? null : el("input", { type: "text", required: true, value: words.why_wrong[state] });
  const until = data.terms[state] ? el("input", { type: "date", required: true, value: data.terms[state], min: data.today }) : null;
  const note = el("textarea", { rows: 2, maxlength: 2000 });
  const body = el("form", { method: "dialog" },
    el("h2", { id: "form-title" }, title), reasons || field("reason", reason), until ? field("until", until) : "", field("note_", note),
    el("div", { class: "buttons" }, el("button", { type: "button", on: () => box.close() }, words.cancel), el("button", { type: "submit", class: "main" }, words.save)));
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = choose ? body.querySelector("input[name=reason]:checked").value : reason.value;
    const sent = { finding: one.id, state, reason: chosen, note: note.value, claim: reading ? reading.claim : "", expires: until ? until.value : "" };
    if (await save("decide", sent, words.saved(words[state]))) {
      box.close();
      go(next(data.cards.findIndex((row) => row.id === one.id)), true);
    }
  });
  box.replaceChildren(body);
  box.showModal();
  (choose ? body.querySelector("input:checked") : body.querySelector("button[type=submit]")).focus();
}

function take(answer) {
  for (const one of data.cards) Object.assign(one, answer.states[one.id]);
  Object.assign(data, { todo: answer.todo, total: answer.total, undo: answer.undo });
  drawList();
}

async function save(what, body, said) {
  $("fault").textContent = "";
  try {
    const answer = await ask(what, body);
    take(answer);
    $("said").textContent = answer.finding === null ? words.nothing : said;
    return answer;
  } catch (error) {
    $("fault").textContent = error.message;
    return null;
  }
}

async function undo() {
  const answer = await save("undo", {}, words.undone);
  if (answer && answer.finding) {
    if (!shown().some((one) => one.id === answer.finding)) $("filter").value = "all";
    drawList();
    go(answer.finding, true);
  }
}

function guide() {
  const box = $("guide");
  const rows = words.guide.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)]);
  box.replaceChildren(el("h2", { id: "guide-title" }, words.help), el("p", {}, words.guideText), el("dl", {}, ...rows),
    el("div", { class: "buttons" }, el("button", { type: "button", on: () => box.close() }, words.close)));
  box.showModal();
}

function pressed(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (!$("keys").checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const one = current && details.has(current) ? Object.assign({}, details.get(current), { id: current }) : null;
  const action = ACTIONS.find(([, key]) => key === event.key);
  const side_ = /^[1-9]$/.test(event.key) && one ? one.readings[Number(event.key) - 1] : null;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "u") undo();
  else if (event.key === "?") guide();
  else if (action && one) form(one, action[0]);
  else if (side_) form(one, "accept-source", side_);
  else return;
  event.preventDefault();
}

async function start() {
  try {
    data = await ask("data");
  } catch (error) {
    $("fault").textContent = error.message;
    return;
  }
  words = WORDS[data.lang] || WORDS.zh;
  for (const one of data.cards) Object.assign(one, data.states[one.id]);
  document.documentElement.lang = data.lang === "en" ? "en" : "zh-CN";
  document.title = `${words.title} · factcheck`;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = words[node.dataset.t];
  const keys = localStorage.getItem("factcheck-keys");
  $("keys").checked = keys !== "off";
  document.body.classList.toggle("keys-off", keys === "off");
  $("keys").addEventListener("change", () => {
    localStorage.setItem("factcheck-keys", $("keys").checked ? "on" : "off");
    document.body.classList.toggle("keys-off", !$("keys").checked);
  });
  const wanted = card(decodeURIComponent(location.hash.slice(1)));
  if (wanted && !wanted.todo) $("filter").value = "all";
  $("filter").addEventListener("change", () => {
    drawList();
    if (!shown().some((one) => one.id === current) && shown().length) go(shown()[0].id);
  });
  $("undo").addEventListener("click", undo);
  $("help").addEventListener("click", guide);
  $("done").addEventListener("click", async () => {
    if (await save("done", {}, words.ended)) document.querySelector(".columns").remove();
  });
  addEventListener("keydown", pressed);
  addEventListener("hashchange", () => {
    const one = card(decodeURIComponent(location.hash.slice(1)));
    if (one) go(one.id, true);
  });
  drawList();
  const first = wanted || shown()[0] || data.cards[0];
  go(first ? first.id : null);
}

start();
