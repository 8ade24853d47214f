// A document in the making: the keys of the grid, lines that wait their turn, and what is typed and not saved yet.
"use strict";
(() => {
  const main = document.getElementById("main");
  const review = document.getElementById("review");
  const one = (selector, from = document) => from.querySelector(selector);
  const addLine = document.getElementById("add-line");
  const writeLine = document.getElementById("write-line");
  const LIST_HEIGHT = 350;
  let busy = 0;
  let leaving = false;

  const mark = (state) => {
    const at = document.getElementById("draft-mark");
    if (!at) return;
    at.dataset.state = state;
    if (at.dataset[state]) one("span", at).textContent = at.dataset[state];
  };
  // The sign that somebody is here is no change of the document.
  const writes = (event) => event.detail.requestConfig?.verb === "post" && event.detail.elt.id !== "here";
  const said = (text) => { const live = one("#live"); live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
  const newToken = () => [8, 4, 4, 4, 12].map((n) => [...crypto.getRandomValues(new Uint8Array(n))].map((b) => (b & 15).toString(16)).join("")).join("-");

  // What is typed and not saved yet stays in this browser, by draft and cell, until the server has it ------------------

  const draft = one("[data-draft]").dataset.draft;
  const stored = (name) => { try { return JSON.parse(localStorage.getItem(`${name}:${draft}`)) ?? null; } catch { return null; } };
  const store = (name, value) => { try { if (value) localStorage.setItem(`${name}:${draft}`, JSON.stringify(value)); else localStorage.removeItem(`${name}:${draft}`); } catch { /* a full or closed store costs only this comfort */ } };
  const kept = stored("typed") ?? {};
  const isCell = (at) => at.id && at.matches("input:not([type=hidden],[type=radio],[type=checkbox]), textarea") && at.closest("[data-line], .head-field, #add-fields");
  const keep = (at) => {
    if (at.value === at.defaultValue) delete kept[at.id];
    else kept[at.id] = [at.value, at.defaultValue];
    store("typed", Object.keys(kept).length ? kept : null);
  };
  const ownerOf = (at) => at.closest("[data-line]") ?? (at.closest(".head-field") && (at.closest("[hx-post]:not([data-line])") ?? one("#head-form")));

  document.addEventListener("input", (event) => {
    if (isCell(event.target)) keep(event.target);
    if (event.target.id === "add_code") one("#add_product").value = "";
  });
  // A cell that was put back is saved when it is left, as if it had just been typed.
  document.addEventListener("focusout", (event) => {
    if (!("kept" in event.target.dataset)) return;
    delete event.target.dataset.kept;
    const owner = ownerOf(event.target);
    if (owner && event.target.value !== event.target.defaultValue) htmx.trigger(owner, "change");
  });
  function putBack() {
    let first = null;
    for (const [id, [value, was]] of Object.entries(kept)) {
      const at = document.getElementById(id);
      if (!at || !isCell(at) || at.value === value) { delete kept[id]; continue; }
      const seen = at.form && one(`[name="was_${at.name}"][form="${at.form.id}"]`);
      // Somebody changed it meanwhile: the server shall see what this person saw.
      if (seen && at.defaultValue !== was) seen.value = was;
      at.value = value;
      at.dataset.kept = "";
      first ??= at;
    }
    store("typed", Object.keys(kept).length ? kept : null);
    if (!first) return;
    first.focus();
    said(one("[data-restored]").dataset.restored);
  }
  // Saved is what was posted and still stands there.
  function saved(config) {
    const form = config.elt.matches("[data-line]") ? `form-${config.elt.dataset.line}` : "head-form";
    for (const at of document.getElementById(form)?.elements ?? []) {
      if (!isCell(at)) continue;
      if (config.parameters[at.name] === at.value) at.defaultValue = at.value;
      if (at.value === at.defaultValue) delete at.dataset.kept;
      keep(at);
    }
  }

  // Keys ----------------------------------------------------------------------------------------------------------------

  function take(option) {
    one("#add_code").value = option.dataset.code;
    one("#add_product").value = option.value;
  }
  const beside = (row, step) => (step > 0 ? row.nextElementSibling : row.previousElementSibling);
  function go(row, name, step) {
    for (let to = beside(row, step); to; to = beside(to, step)) {
      const cell = one(`[name="${name}"]`, to) ?? one('[name="description"], [name="quantity"]', to);
      if (cell) return cell.focus(), cell.select();
    }
    if (step > 0) one("#add_code").focus();
  }
  function press(row, what) {
    const at = document.activeElement;
    if (row.contains(at) && at.value !== at.defaultValue) htmx.trigger(row, "change");
    if (what === "remove") go(row, at.name, 1);
    document.getElementById(`${row.id}-${what}`).click();
  }
  function openMenu(row) {
    writeLine.elements.before.value = row?.dataset.line ?? "";
    one("#write-menu").showPopover();
    one("#write-menu button").focus();
  }
  const ROW_KEYS = { "Control+d": "copy", "Control+Delete": "remove", "Alt+ArrowUp": "up", "Alt+ArrowDown": "down" };

  // Before app.js closes the list: the chosen hit goes along to the quantity.
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const key = (event.ctrlKey || event.metaKey ? "Control+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (at.closest("#write-menu")) return menuKey(event, key);
    const row = at.closest("[data-line]");
    const adding = at.closest("#add-fields");
    if (!row && !adding) return;
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    if (key === "Insert") return done(), openMenu(row);
    if (key === "Control+z" && at.value === at.defaultValue && one("[data-undo]")) return done(), [...document.querySelectorAll("[data-undo]")].at(-1).requestSubmit();
    if (key === "Control+d" && adding && one("#lines").lastElementChild) return done(), press(one("#lines").lastElementChild, "copy");
    if (adding) {
      const chosen = at.id === "add_code" && one("#picker [aria-selected=true]");
      if (key === "Tab" && chosen && at.dataset.shown === at.value) take(chosen);
      if (key === "ArrowUp" && !chosen && one("#lines").lastElementChild) { done(); go({ previousElementSibling: one("#lines").lastElementChild }, "quantity", -1); }
      return;
    }
    if (ROW_KEYS[key]) return done(), press(row, ROW_KEYS[key]);
    if (key === "Alt+o") return done(), one("[name=optional]", row)?.click();
    if (!at.matches("input:not([type=radio],[type=checkbox])")) return;
    if (key === "Enter" || key === "ArrowDown") return event.preventDefault(), go(row, at.name, 1);
    if (key === "ArrowUp") return event.preventDefault(), go(row, at.name, -1);
  }, true);
  function menuKey(event, key) {
    const buttons = [...document.querySelectorAll("#write-menu button")];
    const to = { t: buttons[0], h: buttons[1] }[key];
    if (to) return event.preventDefault(), to.click();
    if (key === "ArrowDown" || key === "ArrowUp") return event.preventDefault(), buttons[1 - buttons.indexOf(event.target)]?.focus();
  }

  // Choosing between two values is not yet a change of the line around it.
  document.addEventListener("change", (event) => {
    if (event.target.closest(".clash")) event.stopPropagation();
  }, true);

  // The list opens upwards where there is no room below; prices of a list that is gone are dropped.
  const shownIds = () => one("#picker [data-ids]")?.dataset.ids;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "ask-prices") event.detail.parameters.have = [...document.querySelectorAll("[data-line]")].map((row) => row.dataset.line).join();
    if (event.detail.elt.id !== "picker-ask") return;
    if (shownIds()) event.detail.parameters.ids = shownIds();
    else event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig;
    // Before the first option scrolls itself into view, or the page would move.
    if (asked.elt.id === "add_code") one("#picker").classList.toggle("above", innerHeight - asked.elt.getBoundingClientRect().bottom < LIST_HEIGHT);
    if (asked.elt.id === "picker-ask" && asked.parameters.ids !== shownIds()) event.detail.shouldSwap = false;
  });

  // Leaving for the review: only when all that was typed has arrived ----------------------------------------------------

  // Prices are asked for when no line came for a moment, so that ten lines ask once; whoever leaves asks at once.
  let asking = false;
  document.addEventListener("askprices", () => { asking = true; });

  function leave() {
    if (!leaving || busy || waiting.length) return;
    if (asking) return htmx.trigger(one("#ask-prices"), "now");
    leaving = false;
    review.submit();
  }
  review?.addEventListener("submit", (event) => {
    document.activeElement?.blur?.();
    const unsent = typed()[0].trim();
    if (busy === 0 && !held && !unsent && !waiting.length && !asking) return;
    event.preventDefault();
    if (held) return showHeld();
    leaving = true;
    if (unsent) addLine.requestSubmit();
    else if (!sending) nextLine();
  });

  // A message beside a field must not pull back whoever types in the next one; it is said instead.
  main.closest(".work").addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig?.elt.matches("[data-line], #head-form, #head-form *")) event.stopPropagation();
  });
  // Where the keyboard is, so that it stays there when its row is drawn again.
  let at = "";
  main.closest(".work").addEventListener("htmx:beforeRequest", (event) => {
    if (!writes(event)) return;
    busy += 1;
    mark("saving");
    if (event.detail.elt.id === "ask-prices") asking = false;
    at = document.activeElement.id || at;
  });

  // Lines may be typed faster than answers come: each waits its turn with a token of its own, so that one that is sent
  // again is added once. A refused line comes back when the cells are free; those after it follow when it was put right.
  const cells = ["#add_code", "#add_product", "#add_quantity"];
  const typed = () => cells.map((cell) => one(cell).value);
  const waiting = stored("lines") ?? [];
  let held = null;
  let sending = false;
  let stopped = false;
  let pause = 1000;

  function emptyCells() {
    cells.forEach((cell) => { one(cell).value = ""; keep(one(cell)); });
    one("#picker").replaceChildren();
    one("#add-error")?.remove();
    one("#add_code").removeAttribute("aria-invalid");
    one("#add_code").focus();
  }
  function nextLine() {
    store("lines", waiting.length ? waiting : null);
    if (sending || stopped || !waiting.length) return leave();
    sending = true;
    htmx.trigger(addLine, "line");
  }
  function showHeld() {
    const fields = held.firstElementChild;
    held = null;
    one("#add-fields").replaceWith(fields);
    htmx.process(fields);
    one("#add_code").select();
  }
  document.addEventListener("submit", (event) => {
    if (event.target === writeLine) writeLine.elements.token.value = newToken();
    // Not before htmx has seen which button it was.
    if (event.target === writeLine && one("#write-menu:popover-open")) setTimeout(() => one("#write-menu").hidePopover());
    if (event.target !== addLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const line = typed();
    const product = event.submitter?.name === "product" ? event.submitter.value : line[1];
    // One that was put right goes before those that waited behind it; one that was emptied lets them go on.
    if (line[0].trim() || product) waiting[stopped && !held ? "unshift" : "push"]([line[0], product, line[2], newToken()]);
    if (held) return showHeld();
    emptyCells();
    stopped = false;
    setTimeout(nextLine);
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== addLine) return;
    const [code, product, quantity, token] = waiting[0];
    Object.assign(event.detail.parameters, { code, product, quantity, token });
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
    if (target.id === "add-fields") {
      const typing = Boolean(typed()[0]);
      if (stopped && typing) held = event.detail.fragment;
      if (!stopped || typing) event.detail.shouldSwap = false;
    }
    // A cell in use keeps what is typed in it; one that nobody touched takes the new value in place.
    const cell = target.matches?.(".cell") && target.contains(document.activeElement) && document.activeElement;
    const fresh = cell && one("input", event.detail.fragment);
    if (!fresh || fresh.hasAttribute("aria-invalid")) return;
    if (cell.value === cell.defaultValue) cell.value = fresh.value;
    cell.defaultValue = fresh.value;
    event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.requestConfig.elt === addLine) stopped = event.detail.xhr.status >= 400;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!writes(event)) return;
    busy = Math.max(0, busy - 1);
    const { requestConfig: config, xhr } = event.detail;
    const from = config.elt;
    const sent = xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect");
    if (sent && from.matches("[data-line], #head-form, [hx-include='#head-form']")) saved(config);
    if (from === addLine) {
      sending = false;
      // Refused lines stand in the cells again; without an answer, or signed out, they stay here and are sent later.
      if (sent || (xhr.status >= 400 && xhr.status < 500 && xhr.status !== 401)) { waiting.shift(); pause = 1000; }
      store("lines", waiting.length ? waiting : null);
      if (xhr.status === 0 || xhr.status >= 500) { stopped = false; setTimeout(nextLine, pause = Math.min(pause * 2, 30_000)); }
      else setTimeout(nextLine);
    }
    requestAnimationFrame(() => {
      const written = from === writeLine && one("[data-written] input[name=description]");
      if (written) one("[data-written]").removeAttribute("data-written");
      if (!written && document.activeElement !== document.body) return;
      const stays = at && document.getElementById(at);
      if (written) written.focus();
      else if (stays?.isConnected && stays.getClientRects().length) stays.focus();
      else one("#add_code")?.focus();
    });
    if (xhr.status >= 400) leaving = false;
    setTimeout(leave);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!writes(event)) return;
    leaving = false;
    mark("failed");
    const from = event.detail.elt;
    if (from.matches("[data-line], #head-form")) setTimeout(() => htmx.trigger(from, "change"), 3000);
  });

  putBack();
  nextLine();
})();
