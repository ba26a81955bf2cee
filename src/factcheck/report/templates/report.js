"use strict";
// Draws the report from the JSON in #data. Words of documents become text nodes only, never markup.
(() => {
  const PAGE = 50, FACT_PAGE = 100, SVG = "http://www.w3.org/2000/svg";
  const SEVERITIES = ["error", "warning", "note"];
  const VERDICTS = ["conflict", "tension", "compatible", "agree", "single"];
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (index) => data.strings[index];
  const ui = data.labels.ui;
  const say = (key, values = {}) => ui[key].replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  const word = (section, key) => data.labels[section][key] ?? key;

  // ---- the data, unpacked: rows are described in html.py
  const sources = data.sources.map((row, index) => {
    const [path, name, short, publisher, date] = row.map(text);
    return { index, path, name, short, publisher, date };
  });
  const claims = data.claims.map((row, index) => ({
    index, source: sources[row[0]], text: text(row[1]), amount: text(row[2]), bounds: text(row[3]),
    low: row[4] === null ? null : Number(row[4]), high: row[5] === null ? null : Number(row[5]),
    place: text(row[6]), fact: row[7], qualifier: text(row[8]), indicator: text(row[9]), findings: [],
  }));
  const facts = data.facts.map((row, index) => {
    const [id, entity, indicator, measure, period, start, end] = row.slice(0, 7).map(text);
    return { index, id, entity, indicator, measure, period, start, end, verdict: row[7], sources: row[8], claims: row[9] };
  });
  const findings = data.findings.map((row, index) => finding(row, index));
  const byId = new Map(findings.map((one) => [one.id, one]));
  const series = Map.groupBy ? Map.groupBy(facts, seriesKey) : group(facts, seriesKey);

  function finding(row, index) {
    const one = {
      index, id: text(row[0]), rule: text(row[1]), severity: SEVERITIES[row[2]], fact: row[3],
      readings: row[4].map(([claim, sign]) => ({ claim: claims[claim], sign: text(sign) })),
      others: row[5].map((claim) => claims[claim]),
      standing: text(row[6]), state: text(row[7]), message: text(row[8]), cause: text(row[9]),
      why: row[10].map(text), options: row[11].map(([what, reasons]) => ({ what: text(what), reasons: reasons.map(text) })),
      gap: text(row[12]),
      passages: row[13].map(([source, place, pieces]) => ({
        source: sources[source], place: text(place), pieces: pieces.map(([words, claim]) => ({ text: text(words), claim })),
      })),
      entity: text(row[14]), indicator: text(row[15]), measure: text(row[16]), period: text(row[17]), sameScale: row[18] === 1,
    };
    one.readings.forEach(({ claim }) => claim.findings.push(one));
    return one;
  }
  function seriesKey(fact) { return [fact.entity, fact.indicator, fact.measure].join("\u0001"); }
  function group(items, key) {
    const groups = new Map();
    items.forEach((item) => groups.has(key(item)) ? groups.get(key(item)).push(item) : groups.set(key(item), [item]));
    return groups;
  }
  function haystack(one) {
    return one.words ??= [one.id, one.rule, one.message, one.cause, one.entity, one.indicator, one.measure, one.period,
      ...one.passages.flatMap((passage) => [passage.source.path, passage.source.name, ...passage.pieces.map((piece) => piece.text)]),
    ].join("\n").toLowerCase();
  }

  // ---- building elements
  function set(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : String(value));
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }
  const h = (tag, attributes = {}, ...children) => set(document.createElement(tag), attributes, children);
  const s = (tag, attributes = {}, ...children) => set(document.createElementNS(SVG, tag), attributes, children);
  const joined = (...parts) => parts.filter(Boolean).join(" · ");

  // ---- the state of the page, kept in the address
  const FIELDS = ["view", "sev", "rule", "entity", "indicator", "source", "state", "new", "q", "page", "shared", "differ", "sort", "doc", "at"];
  let state = {}, here = null, keysOn = stored("factcheck-keys") !== "off", facetPage = false;
  function stored(name) { try { return localStorage.getItem(name); } catch { return null; } }
  function store(name, value) { try { localStorage.setItem(name, value); } catch { /* a file opened from disk may have no storage */ } }

  function readHash() {
    const parts = location.hash.slice(1).split("&").filter(Boolean);
    const next = {};
    let wanted = null;
    for (const part of parts) {
      if (/^FC-/.test(part)) { wanted = part; continue; }
      const [name, value = ""] = part.split("=");
      if (FIELDS.includes(name)) next[name] = decoded(value);
    }
    return { next, wanted };
  }
  function decoded(value) { try { return decodeURIComponent(value); } catch { return value; } }
  function writeHash(extra = {}) {
    const all = { ...state, ...extra };
    const parts = FIELDS.filter((name) => all[name]).map((name) => `${name}=${encodeURIComponent(all[name])}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : `${location.pathname}${location.search}`);
  }
  function change(changes, keepPage = false) {
    state = { ...state, ...changes };
    if (!keepPage && !("page" in changes)) delete state.page;
    writeHash();
    draw();
  }

  // ---- the frame
  const main = document.getElementById("main"), nav = document.getElementById("views");
  const sections = { findings: h("section"), facts: h("section"), texts: h("section") };
  main.append(...Object.values(sections));
  nav.hidden = false;
  const tabs = [["findings", ui.findings, findings.length], ["facts", ui.facts, data.factTotal], ["texts", ui.ledger, sources.length]]
    .map(([name, label, number]) => h("a", { href: `#view=${name}`, "data-view": name, onclick: (event) => {
      event.preventDefault(); change({ view: name === "findings" ? "" : name });
    } }, `${label} ${number}`));
  nav.append(...tabs, h("span", { class: "help" }, h("button", { type: "button", "aria-haspopup": "dialog", onclick: showKeys }, `${ui.keys} ?`)));

  function draw() {
    const view = Object.hasOwn(sections, state.view ?? "") ? state.view : "findings";
    for (const [name, section] of Object.entries(sections)) section.hidden = name !== view;
    tabs.forEach((tab) => tab.dataset.view === view ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current"));
    ({ findings: drawFindings, facts: drawFacts, texts: drawTexts })[view]();
  }

  // ---- filters
  const filters = {}, list = h("div"), pager = h("div", { class: "pager" }), found = h("span", { role: "status", class: "soft" });
  function select(name, label, values, half = true) {
    const counts = new Map();
    values.forEach((value) => value && counts.set(value, (counts.get(value) ?? 0) + 1));
    const box = h("select", { "aria-label": label, onchange: () => change({ [name]: box.value }) }, h("option", { value: "" }, ui.all),
      [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value, number]) =>
        h("option", { value }, `${name === "state" ? word("state", value) : name === "rule" ? `${value} ${data.rules[value][0]}` : value}${say("brackets", { x: number })}`)));
    filters[name] = box;
    return h("label", { class: half ? "half" : null }, label, box);
  }
  function searchBox() {
    let timer;
    return h("input", { type: "search", "data-find": true, oninput: (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => change({ q: event.target.value }), 120);
    } });
  }
  function buildFilters() {
    filters.q = searchBox();
    filters.new = h("input", { type: "checkbox", onchange: () => change({ new: filters.new.checked ? "1" : "" }) });
    const boxes = SEVERITIES.map((name) => {
      const box = h("input", { type: "checkbox", value: name, onchange: () => {
        const on = SEVERITIES.filter((other) => filters[other].checked);
        change({ sev: on.length === SEVERITIES.length ? "" : on.join(",") || "none" });
      } });
      filters[name] = box;
      const number = findings.filter((one) => one.severity === name).length;
      return h("label", { class: "check" }, box, h("span", { class: `tag ${name}` }, word("severity", name)), h("span", { class: "soft" }, number));
    });
    sections.findings.append(
      h("h2", { class: "skip" }, ui.findings),
      h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
        h("label", {}, ui.search, filters.q),
        h("fieldset", {}, h("legend", {}, ui.severity), boxes),
        h("label", { class: "check" }, filters.new, ui.only_new),
        h("span", { class: "break" }),
        select("rule", ui.rule, findings.map((one) => one.rule)),
        select("entity", ui.entity, findings.map((one) => one.entity)),
        select("indicator", ui.indicator, findings.map((one) => one.indicator)),
        select("source", ui.source, findings.flatMap((one) => [...new Set(one.readings.map(({ claim }) => claim.source.path))])),
        select("state", ui.state, findings.map((one) => one.state)),
        h("button", { type: "button", class: "plain", onclick: () => { state = {}; change({}); } }, ui.clear)),
      h("p", {}, found), list, pager);
  }
  function syncFilters() {
    const on = state.sev ? state.sev.split(",") : SEVERITIES;
    SEVERITIES.forEach((name) => { filters[name].checked = on.includes(name); });
    filters.new.checked = state.new === "1";
    if (document.activeElement !== filters.q) filters.q.value = state.q ?? "";
    ["rule", "entity", "indicator", "source", "state"].forEach((name) => { filters[name].value = state[name] ?? ""; });
  }
  function chosen() {
    const severities = state.sev ? state.sev.split(",") : SEVERITIES;
    const words = (state.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    return findings.filter((one) => severities.includes(one.severity)
      && (!state.rule || one.rule === state.rule) && (!state.entity || one.entity === state.entity)
      && (!state.indicator || one.indicator === state.indicator) && (!state.state || one.state === state.state)
      && (!state.source || one.readings.some(({ claim }) => claim.source.path === state.source))
      && (state.new !== "1" || one.standing !== "known")
      && words.every((term) => haystack(one).includes(term)));
  }

  // ---- findings
  let shown = findings;
  function drawFindings(everything = false) {
    syncFilters();
    shown = chosen();
    const pages = Math.max(1, Math.ceil(shown.length / PAGE)), page = Math.min(Math.max(Number(state.page) || 1, 1), pages);
    const part = everything ? shown : shown.slice((page - 1) * PAGE, page * PAGE);
    found.textContent = shown.length === findings.length ? "" : `${shown.length} / ${findings.length}`;
    list.replaceChildren(...(part.length ? part.map(card) : [h("p", { class: "soft" }, findings.length ? ui.no_findings : document.getElementById("verdict").textContent)]));
    pageButtons(pager, page, pages, shown.length, PAGE);
    if (here && !part.includes(here)) here = null;
    markHere();
  }
  function pageButtons(where, page, pages, number, size) {
    where.hidden = pages < 2;
    const go = (to) => () => { change({ page: to > 1 ? String(to) : "" }); main.scrollIntoView(); };
    where.replaceChildren(
      h("button", { type: "button", class: "plain", disabled: page <= 1, onclick: go(page - 1) }, ui.previous),
      h("span", {}, say("of", { a: (page - 1) * size + 1, b: Math.min(page * size, number), n: number })),
      h("button", { type: "button", class: "plain", disabled: page >= pages, onclick: go(page + 1) }, ui.next));
  }
  // Where no indicator was read: what is wrong, and with which figure.
  function heading(one) {
    if (one.indicator) return joined(one.entity, one.indicator, one.measure, one.period);
    const figures = one.readings.slice(0, 2).map(({ claim }) => `“${claim.text.split(/\s+/u).join(" ").slice(0, 20)}”`);
    return joined(one.entity, data.rules[one.rule][0] + figures.join("")) || one.message;
  }
  function card(one) {
    const signs = new Map(one.readings.map(({ claim, sign }) => [claim.index, sign]));
    return h("article", { class: `card ${one.severity}`, id: one.id, tabindex: "-1", "aria-labelledby": `t-${one.id}` },
      h("header", {}, h("span", { class: `tag ${one.severity}` }, word("severity", one.severity)),
        h("h3", { id: `t-${one.id}` }, heading(one)),
        one.gap ? h("span", { class: "gap" }, `${ui.gap} ${one.gap}`) : null),
      h("p", { class: "meta" }, one.standing === "new" ? null : h("span", { class: "state" }, word("state", one.state)),
        h("span", {}, `${one.rule} ${data.rules[one.rule][0]}`),
        h("a", { href: `#${one.id}`, title: ui.link }, one.id)),
      h("p", { class: "message" }, one.message),
      h("div", { class: "passages" }, one.passages.map((passage) => passageBox(passage, one, signs))),
      h("div", { class: "lower" }, h("div", { class: "advice" }, intervals(one),
        one.why.length ? [h("h4", {}, ui.why), h("p", {}, one.why.join(ui.semicolon))] : null), advice(one)),
      explanation(one));
  }
  function passageBox(passage, one, signs) {
    const own = passage.pieces.filter((piece) => piece.claim >= 0).map((piece) => claims[piece.claim]);
    return h("figure", { class: "passage" },
      h("figcaption", {}, h("b", { title: passage.source.path }, passage.source.name), " ",
        joined(passage.source.publisher, passage.source.date, passage.place), " · ",
        textLink(own[0], ui.text)),
      h("blockquote", {}, passage.pieces.map((piece) => piece.claim >= 0
        ? h("mark", {}, h("span", { class: "sign" }, signs.get(piece.claim)), piece.text) : piece.text)),
      h("div", { class: "values" }, own.map((claim) => [
        h("span", {}, h("span", { class: "sign" }, signs.get(claim.index))), h("b", {}, claim.amount),
        h("span", { class: "soft" }, joined(claim.bounds, claim.qualifier))])));
  }
  function textLink(claim, label) {
    return h("a", { href: `#view=texts&doc=${claim.source.index}&at=${claim.index}` }, label);
  }
  function intervals(one) {
    if (!one.sameScale) return null;
    const rows = [...one.readings, ...one.others.slice(0, 10).map((claim) => ({ claim, sign: "" }))];
    const ends = rows.flatMap(({ claim }) => [claim.low, claim.high]).filter((end) => end !== null);
    if (ends.length < 2) return null;
    let low = Math.min(...ends), high = Math.max(...ends);
    const margin = (high - low || Math.abs(low) * .02 || 1) * .08;
    low -= margin; high += margin;
    const x = (value) => (value - low) / (high - low) * 100;
    const lows = one.readings.map(({ claim }) => claim.low ?? -Infinity), highs = one.readings.map(({ claim }) => claim.high ?? Infinity);
    const from = Math.min(...highs), to = Math.max(...lows);
    const band = to > from ? () => s("rect", { class: "between", x: x(from), width: x(to) - x(from), y: 0, height: 10 }) : () => null;
    return [h("h4", {}, ui.intervals), h("div", { class: "bars" }, rows.map(({ claim, sign }) => {
      const a = x(claim.low ?? low), b = x(claim.high ?? high), other = sign ? "" : " other";
      return [
        h("span", { class: `who${other}`, title: joined(claim.source.path, claim.place) }, sign ? h("span", { class: "sign" }, sign) : null, claim.source.short),
        s("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": `${claim.source.short} ${claim.amount} ${claim.bounds}` },
          band(), s("line", { class: "rail", x1: 0, x2: 100, y1: 5, y2: 5 }),
          b - a < .5 ? s("line", { class: "point", x1: (a + b) / 2, x2: (a + b) / 2, y1: 0, y2: 10 })
            : s("rect", { class: `span${other}`, x: a, width: b - a, y: 2, height: 6 })),
        h("span", { class: other.trim() }, claim.bounds || claim.amount)];
    }))];
  }
  function advice(one) {
    return h("div", { class: "advice" },
      one.cause ? [h("h4", {}, ui.cause), h("p", {}, one.cause)] : null,
      h("h4", {}, ui.options),
      one.options.length ? h("ol", {}, one.options.map((option) => h("li", {}, option.what,
        option.reasons.length ? h("div", { class: "reasons" }, option.reasons.join(ui.semicolon)) : null))) : h("p", {}, ui.options_none));
  }
  function explanation(one) {
    const steps = one.readings.filter(({ claim }) => data.traces[claim.index]);
    const [title, ...page] = data.rules[one.rule];
    return h("details", {}, h("summary", {}, ui.explain), h("div", { class: "columns" },
      page.some(Boolean) ? h("div", {}, h("h4", {}, `${one.rule} ${title}`), page.filter(Boolean).map((part) => h("p", {}, part))) : null,
      steps.length ? h("div", {}, h("h4", {}, ui.how_derived), h("ul", {}, steps.map(({ claim, sign }) =>
        h("li", {}, h("span", { class: "sign" }, sign), data.traces[claim.index].map(text).join(" → "))))) : null),
      h("p", { class: "soft command" }, h("span", {}, h("code", {}, `factcheck explain ${one.id}`)),
        h("span", {}, `${ui.decide}${ui.colon}`, h("code", {}, "factcheck review"))));
  }
  function markHere() {
    list.querySelectorAll(".here").forEach((node) => node.classList.remove("here"));
    const node = here && document.getElementById(here.id);
    if (node) node.classList.add("here");
    return node;
  }
  function goTo(one, focus = true) {
    const at = shown.indexOf(one), page = Math.floor(at / PAGE) + 1;
    here = one;
    if (page !== (Number(state.page) || 1)) { state.page = page > 1 ? String(page) : ""; drawFindings(); here = one; }
    const node = markHere();
    if (!node) return;
    if (focus) node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
  }
  function step(by) {
    if (!shown.length || state.view) return;
    const at = here ? shown.indexOf(here) + by : by > 0 ? 0 : shown.length - 1;
    goTo(shown[Math.min(Math.max(at, 0), shown.length - 1)]);
    writeHash();
  }

  // ---- facts
  const factBox = {}, opened = new Set();
  const COLUMNS = [
    ["entity", (f) => f.entity], ["indicator", (f) => f.indicator], ["measure", (f) => f.measure], ["period", (f) => f.end + f.start],
    ["values", null], ["mentions", (f) => f.claims.length], ["sources", (f) => f.sources], ["verdict", (f) => f.verdict],
  ];
  function buildFacts() {
    factBox.q = searchBox();
    for (const name of ["shared", "differ"]) factBox[name] = h("input", { type: "checkbox", onchange: () => change({ [name]: factBox[name].checked ? "1" : "" }) });
    factBox.body = h("tbody");
    factBox.pager = h("div", { class: "pager" });
    factBox.heads = COLUMNS.map(([name, key]) => h("th", { scope: "col", class: name === "mentions" || name === "sources" ? "number" : null },
      key ? h("button", { type: "button", title: say("sort", { x: ui[name] }), onclick: () => change({ sort: state.sort === name ? `-${name}` : name }) }, ui[name]) : ui[name]));
    set(sections.facts, {}, [
      h("h2", { class: "skip" }, ui.facts),
      h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
        h("label", {}, ui.search, factBox.q),
        h("label", { class: "check" }, factBox.shared, ui.show_shared),
        h("label", { class: "check" }, factBox.differ, ui.show_conflicts)),
      facts.length < data.factTotal ? h("p", { class: "soft" }, say("capped_facts", { shown: facts.length, total: data.factTotal })) : null,
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": ui.facts }, h("table", {}, h("thead", {}, h("tr", {}, factBox.heads)), factBox.body)),
      factBox.pager]);
  }
  function drawFacts() {
    if (!factBox.body) buildFacts();
    factBox.shared.checked = state.shared === "1";
    factBox.differ.checked = state.differ === "1";
    if (document.activeElement !== factBox.q) factBox.q.value = state.q ?? "";
    const terms = (state.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const kept = facts.filter((fact) => (state.shared !== "1" || fact.claims.length > 1) && (state.differ !== "1" || fact.verdict < 2)
      && terms.every((term) => [fact.id, fact.entity, fact.indicator, fact.measure, fact.period].join("\n").toLowerCase().includes(term)));
    const down = (state.sort ?? "").startsWith("-"), name = (state.sort ?? "").replace("-", "");
    const key = COLUMNS.find(([column]) => column === name)?.[1];
    if (key) kept.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.index - b.index) * (down ? -1 : 1));
    COLUMNS.forEach(([column], index) => column === name && key
      ? factBox.heads[index].setAttribute("aria-sort", down ? "descending" : "ascending") : factBox.heads[index].removeAttribute("aria-sort"));
    const pages = Math.max(1, Math.ceil(kept.length / FACT_PAGE)), page = Math.min(Math.max(Number(state.page) || 1, 1), pages);
    factBox.body.replaceChildren(...kept.slice((page - 1) * FACT_PAGE, page * FACT_PAGE).flatMap(factRows));
    pageButtons(factBox.pager, page, pages, kept.length, FACT_PAGE);
  }
  function factRows(fact) {
    const open = opened.has(fact.index);
    const amounts = [...new Set(fact.claims.map((claim) => claims[claim].amount))];
    const times = series.get(seriesKey(fact)).length;
    const row = h("tr", {}, h("td", { class: "owner" }, fact.entity),
      h("td", { class: "topic" }, h("button", { type: "button", class: "open", "aria-expanded": String(open), onclick: () => {
        opened.has(fact.index) ? opened.delete(fact.index) : opened.add(fact.index);
        drawFacts();
        document.getElementById(`fact-${fact.index}`)?.focus();
      }, id: `fact-${fact.index}` }, fact.indicator || ui.no_indicator), times > 1 ? h("span", { class: "soft" }, ` ${ui.timeline} ${times}`) : null),
      h("td", {}, fact.measure), h("td", { class: "short" }, fact.period), h("td", {}, amounts.join(ui.list)),
      h("td", { class: "number" }, fact.claims.length), h("td", { class: "number" }, fact.sources),
      h("td", { class: "short" }, h("span", { class: `v${fact.verdict}` }, word("verdict", VERDICTS[fact.verdict]))));
    return open ? [row, h("tr", { class: "inside" }, h("td", { colspan: COLUMNS.length }, factDetails(fact)))] : [row];
  }
  function factDetails(fact) {
    const own = [...new Set(fact.claims.flatMap((claim) => claims[claim].findings))];
    return [
      h("ul", {}, fact.claims.map((index) => claims[index]).map((claim) => h("li", {},
        h("b", {}, claim.text), ` ${ui.found} ${joined(claim.amount, claim.bounds, claim.qualifier)} · ${claim.source.short} · `, textLink(claim, claim.place || ui.text)))),
      own.length ? h("p", {}, `${ui.findings}${ui.colon}`, own.map((one, index) => [index ? ui.list : "", h("a", { href: `#${one.id}` }, one.id)])) : null,
      timeline(fact)];
  }
  function timeline(fact) {
    const points = series.get(seriesKey(fact)).filter((one) => one.end).sort((a, b) => a.end < b.end ? -1 : 1);
    const ends = points.flatMap((one) => one.claims.flatMap((claim) => [claims[claim].low, claims[claim].high])).filter((end) => end !== null);
    if (points.length < 2 || ends.length < 2) return null;
    const low = Math.min(...ends), range = Math.max(...ends) - low || 1, height = 150;
    const days = points.map((one) => Date.parse(one.end)), width = Math.max(640, points.length * 120);
    const x = (day) => 140 + (day - days[0]) / (days[days.length - 1] - days[0] || 1) * (width - 280);
    const y = (value) => height - 34 - (value - low) / range * (height - 70);
    const middle = (claim) => claim.low === null ? claim.high : claim.high === null ? claim.low : (claim.low + claim.high) / 2;
    const marks = points.map((one, index) => {
      const own = one.claims.map((claim) => claims[claim]).filter((claim) => middle(claim) !== null);
      if (!own.length) return null;
      const at = x(days[index]), differ = one.verdict < 2, top = Math.min(...own.map((claim) => y(claim.high ?? middle(claim))));
      return [own.map((claim) => [
        s("line", { class: "range", x1: at, x2: at, y1: y(claim.low ?? middle(claim)), y2: y(claim.high ?? middle(claim)) }),
        s("circle", { class: `dot${differ ? " differ" : ""}`, cx: at, cy: y(middle(claim)), r: 4 })]),
        s("text", { class: "value", x: at, y: top - 9, "text-anchor": "middle" }, [...new Set(own.map((claim) => claim.amount))].slice(0, 2).join(differ ? " ≠ " : ui.list)),
        s("text", { x: at, y: height - 8, "text-anchor": "middle" }, one.period)];
    });
    const path = points.map((one, index) => [x(days[index]), middle(claims[one.claims[0]])]).filter(([, value]) => value !== null)
      .map(([at, value], index) => `${index ? "L" : "M"}${at.toFixed(1)} ${y(value).toFixed(1)}`).join("");
    return h("div", { class: "timeline" }, h("h4", {}, ui.timeline), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": ui.timeline },
      s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say("timeline_alt", { a: points[0].period, b: points[points.length - 1].period, n: points.length }) },
        s("path", { class: "path", d: path }), marks)));
  }

  // ---- texts
  const ledger = {};
  const kindOf = (claim) => claim.findings.some((one) => one.standing !== "known") ? "conflicting" : claim.fact >= 0 && facts[claim.fact].claims.length > 1 ? "compared" : "claims";
  function buildTexts() {
    ledger.select = h("select", { onchange: () => change({ doc: ledger.select.value, at: "" }) },
      sources.map((source) => h("option", { value: source.index }, source.name === source.path ? source.path : `${source.name}${say("brackets", { x: source.path })}`)));
    ledger.prose = h("div", { class: "prose", onkeydown: roam, onfocusin: (event) => about(event.target), onmouseover: (event) => about(event.target), onclick: (event) => about(event.target, true) });
    ledger.note = h("p", { class: "soft" });
    ledger.numbers = h("p", { class: "soft" });
    ledger.about = h("div", { class: "about", "aria-live": "polite" });
    const legend = ["conflicting", "compared", "claims", "skipped"].map((kind) => h("li", {}, h("span", { class: `n ${kind}` }, "123"), " ", kind === "claims" ? ui.one_pass : ui[kind]));
    sections.texts.append(h("h2", { class: "skip" }, ui.ledger),
      h("form", { class: "filters wide", onsubmit: (event) => event.preventDefault() }, h("label", {}, ui.documents, ledger.select)),
      ledger.note,
      h("div", { class: "ledger" }, h("div", {}, ledger.numbers, ledger.prose),
        h("aside", { class: "aside", "aria-label": ui.legend }, h("ul", { class: "legend" }, legend), ledger.about)));
  }
  function drawTexts() {
    if (!sources.length) { sections.texts.replaceChildren(h("p", { class: "soft" }, ui.ledger_none)); return; }
    if (!ledger.prose) buildTexts();
    const index = Math.min(Math.max(Number(state.doc) || 0, 0), sources.length - 1);
    ledger.select.value = String(index);
    if (ledger.shown !== index) fillText(index);
    if (state.at) {
      const node = ledger.prose.querySelector(`[data-claim="${Number(state.at)}"]`);
      if (node) { rove(node); node.focus({ preventScroll: true }); node.scrollIntoView({ block: "center" }); about(node, true); }
    }
  }
  function fillText(index) {
    const [parts, part, total] = data.texts[index], tally = { conflicting: 0, compared: 0, claims: 0, skipped: 0 };
    ledger.shown = index;
    ledger.note.textContent = part < total ? say("capped_document", { shown: part, total }) : total ? ui.ledger_help : ui.ledger_none;
    ledger.prose.replaceChildren(...parts.map((one) => {
      if (typeof one === "string") return one;
      const claim = one >= 0 ? claims[one] : null, kind = claim ? kindOf(claim) : "skipped";
      const [words, reason] = claim ? [claim.text, `${kind === "claims" ? ui.one_pass : ui[kind]}${ui.colon}${topic(claim)}`] : [text(data.skipped[-1 - one][0]), `${ui.skipped}${ui.colon}${text(data.skipped[-1 - one][1])}`];
      tally[kind] += 1;
      return h("button", { type: "button", class: `n ${kind}`, tabindex: "-1", title: reason, "aria-label": `${words}${ui.comma}${reason}`, "data-claim": claim ? one : null, "data-skip": claim ? null : -1 - one }, words);
    }));
    ledger.about.replaceChildren();
    ledger.numbers.textContent = Object.entries(tally).map(([kind, number]) => `${kind === "claims" ? ui.one_pass : ui[kind]} ${number}`).join(" · ");
    const first = ledger.prose.querySelector(".n");
    if (first) first.tabIndex = 0;
  }
  function topic(claim) {
    const fact = facts[claim.fact];
    return fact ? joined(fact.entity, fact.indicator, fact.measure, fact.period) : claim.indicator;
  }
  function rove(node) {
    ledger.prose.querySelectorAll('[tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
    node.tabIndex = 0;
  }
  function roam(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || !event.target.matches(".n")) return;
    const all = [...ledger.prose.querySelectorAll(".n")], next = all[all.indexOf(event.target) + by];
    if (next) { event.preventDefault(); rove(next); next.focus(); }
  }
  function about(node, pin = false) {
    if (!node.matches?.(".prose .n")) return;
    if (pin) { ledger.prose.querySelectorAll("[aria-pressed]").forEach((other) => other.removeAttribute("aria-pressed")); node.setAttribute("aria-pressed", "true"); rove(node); }
    const rows = [], add = (key, ...value) => value.some(Boolean) && rows.push(h("dt", {}, key), h("dd", {}, ...value));
    if (node.dataset.skip !== undefined) {
      const [words, reason] = data.skipped[Number(node.dataset.skip)].map(text);
      add(ui.figure, words); add(ui.skipped, reason);
    } else {
      const claim = claims[Number(node.dataset.claim)], fact = facts[claim.fact];
      add(ui.figure, claim.text); add(ui.found, joined(claim.amount, claim.bounds, claim.qualifier)); add(ui.where, claim.place);
      if (fact) {
        add(ui.entity, fact.entity); add(ui.indicator, fact.indicator); add(ui.measure, fact.measure); add(ui.period, fact.period);
        add(ui.mentions, String(fact.claims.length)); add(ui.verdict, word("verdict", VERDICTS[fact.verdict]));
      } else add(ui.indicator, claim.indicator);
      add(ui.findings, ...claim.findings.map((one) => h("div", {}, h("a", { href: `#${one.id}` }, one.id))));
    }
    ledger.about.replaceChildren(h("dl", {}, rows));
  }

  // ---- keys
  const dialog = h("dialog", { "aria-labelledby": "keys-title" }, h("h2", { id: "keys-title" }, ui.keys),
    h("dl", {}, [["j", ui.key_next], ["k", ui.key_previous], ["/", ui.key_find], ["?", ui.key_help]].map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    h("p", {}, h("label", {}, h("input", { type: "checkbox", checked: keysOn, onchange: (event) => { keysOn = event.target.checked; store("factcheck-keys", keysOn ? "on" : "off"); } }), " ", ui.keys_on)),
    h("p", {}, h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, ui.close)));
  document.body.append(dialog);
  function showKeys() { dialog.showModal(); }
  document.addEventListener("keydown", (event) => {
    if (!keysOn || dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches("input, select, textarea")) return;
    if (event.key === "?") showKeys();
    else if (event.key === "/") { if (state.view === "texts") change({ view: "" }); (state.view === "facts" ? factBox.q : filters.q).focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });
  addEventListener("beforeprint", () => { if (!state.view) drawFindings(true); document.querySelectorAll("details").forEach((node) => { node.open = true; }); });
  addEventListener("afterprint", draw);

  function follow() {
    const { next, wanted } = readHash();
    const one = wanted && byId.get(wanted);
    if (!one) { if (!location.hash || Object.keys(next).length) state = next; draw(); return; }
    state = { ...state, ...next, view: "" };
    if (!chosen().includes(one)) state = {};
    draw();
    goTo(one);
  }
  addEventListener("hashchange", follow);
  buildFilters();
  follow();
})();
