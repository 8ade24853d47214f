// The quote in the making: Enter goes on, Tab takes the first hit along, and nothing typed is lost on the way to review.
"use strict";
(() => {
  const main = document.getElementById("main");
  const review = document.getElementById("review");
  const one = (selector, from = document) => from.querySelector(selector);
  const LIST_HEIGHT = 350;
  let busy = 0;
  let leaving = false;

  const mark = (state) => {
    const at = document.getElementById("draft-mark");
    if (!at) return;
    at.dataset.state = state;
    if (at.dataset[state]) one("span", at).textContent = at.dataset[state];
  };
  const writes = (event) => event.detail.requestConfig?.verb === "post";

  function take(option) {
    one("#add_code").value = option.dataset.code;
    one("#add_product").value = option.value;
  }

  // Before app.js closes the list: the chosen hit goes along to the quantity.
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Tab" && !event.shiftKey && at.id === "add_code") {
      const chosen = one("#picker [aria-selected=true]");
      if (chosen && at.dataset.shown === at.value) take(chosen);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && at.closest("[data-line]") && at.matches("input")) {
      event.preventDefault();
      const row = at.closest("[data-line]").nextElementSibling;
      const next = row && one(`[name=${at.name}]`, row);
      (next ?? one("#add_code")).focus();
      next?.select();
    }
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.id === "add_code") one("#add_product").value = "";
  });

  // Choosing between two values is not yet a change of the line around it.
  document.addEventListener("change", (event) => {
    if (event.target.closest(".clash")) event.stopPropagation();
  }, true);

  // The list opens upwards where there is no room below; prices of a list that is gone are dropped.
  const shownIds = () => one("#picker [data-ids]")?.dataset.ids;
  document.addEventListener("htmx:configRequest", (event) => {
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

  function leave() {
    if (leaving && busy === 0) review.submit();
  }
  review?.addEventListener("submit", (event) => {
    document.activeElement?.blur?.();
    const unsent = typed()[0].trim();
    if (busy === 0 && !held && !unsent) return;
    event.preventDefault();
    if (held) return showHeld();
    leaving = true;
    if (unsent) document.getElementById("add-line").requestSubmit();
  });

  // A message beside a field must not pull back whoever types in the next one; it is said instead.
  main.closest(".work").addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig?.elt.matches("[data-line], #head-form, #head-form *")) event.stopPropagation();
  });
  main.closest(".work").addEventListener("htmx:beforeRequest", (event) => {
    if (!writes(event)) return;
    busy += 1;
    mark("saving");
    if (event.detail.elt.id === "add-line") {
      sending = true;
      if (!going) emptyCells();
      going = null;
    }
  });

  // Lines may be typed faster than answers come: each waits its turn, and its cells are empty at once. A refused line
  // comes back when the cells are free again; the lines after it follow when it was put right, or emptied.
  const cells = ["#add_code", "#add_product", "#add_quantity"];
  const typed = () => cells.map((cell) => one(cell).value);
  const waiting = [];
  // The waiting line that is being sent: it never passes through the cells, where someone may be typing.
  let going = null;
  let held = null;
  let sending = false;
  let refused = false;

  function emptyCells() {
    cells.forEach((cell) => (one(cell).value = ""));
    one("#picker").replaceChildren();
    one("#add-error")?.remove();
    one("#add_code").removeAttribute("aria-invalid");
    one("#add_code").focus();
  }
  function nextLine() {
    sending = false;
    if (refused || !waiting.length) return;
    going = waiting.shift();
    document.getElementById("add-line").requestSubmit();
  }
  function showHeld() {
    const fields = held.firstElementChild;
    held = null;
    one("#add-fields").replaceWith(fields);
    htmx.process(fields);
    one("#add_code").select();
  }
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "add-line" || going) return;
    const line = typed();
    const empty = !line[0].trim();
    if (!sending && !empty && !held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!empty) waiting.push(line);
    if (held) return showHeld();
    emptyCells();
    if (sending) return;
    refused = false;
    // A form cannot be sent from inside its own submit event.
    setTimeout(nextLine);
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "add-line" && going) cells.forEach((cell, at) => (event.detail.parameters[one(cell).name] = going[at]));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt.id === "add-line") refused = event.detail.xhr.status >= 400;
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.id !== "add-fields") return;
    const typing = Boolean(typed()[0]);
    if (refused && typing) held = event.detail.fragment;
    if (!refused || typing) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!writes(event)) return;
    busy = Math.max(0, busy - 1);
    const form = event.detail.requestConfig.elt;
    if (form.id === "add-line") {
      // htmx lets go of the form only after this event.
      setTimeout(nextLine);
      requestAnimationFrame(() => document.activeElement === document.body && one("#add_code").focus());
    }
    if (form.id.endsWith("-remove")) one("#add_code")?.focus();
    if (event.detail.xhr.status >= 409) leaving = false;
    setTimeout(leave);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!writes(event)) return;
    leaving = false;
    mark("failed");
    const at = event.detail.elt;
    if (at.matches("[data-line], #head-form")) setTimeout(() => htmx.trigger(at, "change"), 3000);
  });
})();
