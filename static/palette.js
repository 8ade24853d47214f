// The palette: opens over any page and puts what that page offers among the hits; tells that a record was opened.
// Uses the helpers of app.js; arrows, Enter and late answers are those of every option list there.
"use strict";

{
  const dialog = $("#palette");
  const input = $("#palette-q");
  const list = $("#palette-hits");
  // Buttons in the head of the page, and whatever has a key, wherever it stands.
  const OFFERED = ".work .head .actions :is(a[href], button), .work [data-key]";

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

  function nameOf(node) {
    const copy = node.cloneNode(true);
    $$("kbd, svg", copy).forEach((part) => part.remove());
    return (node.ariaLabel || node.labels?.[0]?.textContent || copy.textContent.trim() || node.title).replace(/\s+/g, " ").trim();
  }

  // As on the server (dashboard/ranks.py): the whole name, its beginning, beginnings of its words; none.
  function rankOf(name, typed) {
    const text = plain(name);
    const words = text.split(" ");
    if (!typed || text === typed) return 0;
    if (text.startsWith(typed)) return 2;
    return typed.split(" ").every((start) => words.some((word) => word.startsWith(start))) ? 3 : null;
  }

  const sends = (node) => node.matches("form[method=post] [type=submit]");

  function optionFor({ node, name }) {
    const link = node.href && !node.dataset.dialog;
    const option = document.createElement(link ? "a" : "button");
    Object.assign(option, { className: "option", role: "option", ariaSelected: "false", tabIndex: -1 });
    if (link) option.href = node.href;
    else option.type = "button";
    const what = document.createElement("span");
    what.className = "what";
    what.append(document.createElement("b"));
    what.firstChild.textContent = name;
    const end = document.createElement("span");
    end.className = "end";
    if (node.dataset.key) end.append(document.createElement("kbd"));
    if (node.dataset.key) end.firstChild.textContent = node.dataset.key;
    const icon = $("svg.icon", node) ?? $("svg", $("#palette-here").content);
    option.append(icon.cloneNode(true), what, end);
    if (!link) option.addEventListener("click", () => setTimeout(() => { node.focus(); if (!inField(node)) node.click(); }));
    return option;
  }

  function addOffered() {
    const box = list.firstElementChild;
    const typed = plain(input.value).replace(/\s+/g, " ");
    const listed = new Set($$("a.option", list).map((option) => option.href));
    const found = $$(OFFERED).filter((node) => shown(node) && !(node.href && listed.has(node.href)))
      .map((node) => ({ node, name: nameOf(node), rank: rankOf(nameOf(node), typed) }))
      .filter((one) => one.name && one.rank !== null)
      // What sends something stands last: nobody chose it yet.
      .sort((one, other) => one.rank - other.rank || sends(one.node) - sends(other.node));
    if (!box || !found.length) return;
    $(".popup-none", box)?.remove();
    const group = $("[data-group=actions]", box) ?? $("#palette-here").content.firstElementChild.cloneNode(true);
    const rank = Math.min(group.dataset.rank ?? 9, found[0].rank);
    group.append(...found.map(optionFor));
    // No better than what it came with: it stands where the server put it.
    if (group.isConnected && Number(group.dataset.rank) === rank) return;
    const after = [...box.children].find((other) => other !== group && Number(other.dataset.rank) > rank);
    if (after) after.before(group); else box.append(group);
  }

  function open() {
    openDialog("palette");
    input.value = "";
    delete input.dataset.enter;
    closeList(input);
    htmx.trigger(input, "search");
  }

  if (dialog) {
    document.addEventListener("keydown", (event) => {
      const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
      const called = (event.code === "KeyK" || event.key === "k") && (event.ctrlKey || event.metaKey) !== event.altKey && !event.shiftKey;
      const acts = event.key === "." && alone && root.dataset.keys !== "off" && !inField(event.target);
      if (!called && !acts) return;
      event.preventDefault();
      if (!$("dialog[open]")) open();
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-palette]")) return;
      event.preventDefault();
      open();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Tab") event.preventDefault();
      if (event.key === "Escape") { event.preventDefault(); dialog.close(); }
      if (event.key === "Tab" || event.key === "Escape") event.stopPropagation();
    });
    dialog.addEventListener("close", () => { delete input.dataset.enter; htmx.trigger(input, "htmx:abort"); });
    list.addEventListener("htmx:afterSwap", addOffered);
    list.addEventListener("click", (event) => { if (event.target.closest(".option") && !event.ctrlKey && !event.metaKey) dialog.close(); });
  }

  // What was opened last and pinned stands under the empty search box.
  $("#search")?.addEventListener("focus", (event) => { if (!event.target.value) htmx.trigger(event.target, "search"); });

  // A GET writes nothing, so the page that stands tells that its record was opened.
  const visit = $("form[data-visit]");
  // A record that is looked at gives a sign; the answer tells who else has it open.
  const sign = () => document.visibilityState === "visible" && $("#here") && htmx.trigger("#here", "sign");
  setInterval(sign, 20000);
  document.addEventListener("visibilitychange", sign);
  if (visit) addEventListener("load", () => fetch(visit.dataset.visit, { method: "POST", body: new FormData(visit), keepalive: true }).catch(() => {}));
}
