/* The back office: names for what libraries leave without one, so that a reader
   who listens knows which field she is in. */

function setOnce(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

function nameSelects() {
  for (const box of document.querySelectorAll(".select2-container")) {
    const select = box.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered");
    for (const part of box.querySelectorAll(".select2-selection, .select2-search__field")) {
      const single = part.matches(".select2-selection--single") && shown?.id;
      setOnce(part, "aria-labelledby", single ? `${label.id} ${shown.id}` : label.id);
    }
    if (shown?.getAttribute("role") === "textbox") setOnce(shown, "aria-labelledby", label.id);
  }
  // The list that opens, and the line to type in, belong to the select that is open.
  const open = document.querySelector(".select2-container--open")?.previousElementSibling;
  const name = open?.labels?.[0]?.textContent.trim().replace(/:$/, "");
  if (!name) return;
  for (const part of document.querySelectorAll(
    ".select2-dropdown .select2-search__field, .select2-results__options[role=listbox]",
  )) {
    setOnce(part, "aria-label", name);
  }
}

// A sign that stands for words has to be a picture, or its name is not read.
function nameSigns() {
  for (const sign of document.querySelectorAll("span.help-tooltip[aria-label]")) {
    setOnce(sign, "role", "img");
  }
}

function nameAll() {
  nameSelects();
  nameSigns();
}

new MutationObserver(nameAll).observe(document.documentElement, {
  childList: true,
  subtree: true,
});
nameAll();

// On the export page: all fields at once. The library binds this inline, which our policy refuses.
document.querySelector(".select-toggle")?.addEventListener("change", (event) => {
  window.onSelectToggleChange?.(event);
});
