/* The back office: names for what libraries leave without one, so that a reader
   who listens knows what each field and toolbar is. */

// A select that searches while typing is named by the label of the select it stands for.
function nameSelects(root) {
  for (const field of root.querySelectorAll(".select2-selection, .select2-search__field")) {
    const box = field.closest(".select2-container");
    const select = box?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered")?.id;
    const names = field.matches(".select2-selection--single") && shown
      ? `${label.id} ${shown}`
      : label.id;
    if (field.getAttribute("aria-labelledby") !== names) {
      field.setAttribute("aria-labelledby", names);
    }
  }
  // The list that opens, and the line to type in, belong to the select that is open.
  const open = document.querySelector(".select2-container--open")?.previousElementSibling;
  const name = open?.labels?.[0]?.textContent.trim().replace(/:$/, "");
  if (!name) return;
  for (const part of document.querySelectorAll(
    ".select2-dropdown .select2-search__field, .select2-results__options[role=listbox]",
  )) {
    if (part.getAttribute("aria-label") !== name) part.setAttribute("aria-label", name);
  }
}

// The editor gives names to boxes that have no role: make them what they are.
function nameToolbars(root) {
  for (const box of root.querySelectorAll(
    ".prose-editor [aria-label], .prose-editor [aria-labelledby], .prose-menubar[aria-label]",
  )) {
    if (!box.hasAttribute("role") && /^(DIV|SPAN)$/.test(box.tagName)) {
      box.setAttribute("role", "group");
    }
  }
}

function nameAll() {
  nameSelects(document);
  nameToolbars(document);
}

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    nameAll();
  });
}).observe(document.documentElement, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["class", "aria-label"],
});
nameAll();
