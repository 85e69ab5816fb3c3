/* What every page may use; each page works without it. */

// A form that came back with faults: its summary takes the focus, so that it is read first.
document.querySelector("[data-takes-focus]")?.focus();

// Filters stand open beside the list and fold on a phone. The style sheet does it too, where the
// browser can; this also tells reading software and old browsers.
const wide = matchMedia("(min-width: 60rem)");
function foldFilters(event) {
  for (const filters of document.querySelectorAll("details.filters")) {
    if (wide.matches) filters.open = true;
    else if (event) filters.open = false;
  }
}
wide.addEventListener("change", foldFilters);
foldFilters();

// Filters that were unfolded stay so when the list beside them updates itself.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("#facets details[open]")].map((details) => details.id);
});
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

// A menu closes when the reader turns elsewhere or presses Escape.
for (const menu of document.querySelectorAll("[data-closes-itself]")) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// A sent form is sent once: a second click on its button does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The address of a list that updates itself names the filters that are on and no empty ones.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-updates-itself]")) return;
  for (const [name, value] of [...detail.formData]) {
    if (value === "") detail.formData.delete(name);
  }
});
