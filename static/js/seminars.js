/* Seminars: the reader's own time, questions asked on a condition, lists filtered by typing.
   Every page works without it. */

// Times at the venue, also in the time of the reader's machine where that is another.
for (const place of document.querySelectorAll("[data-own-time]")) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const starts = new Date(place.dataset.ownTime);
  const ends = new Date(place.dataset.ownEnd);
  const clock = (moment, zone) =>
    moment.toLocaleString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", day: "numeric", month: "long" });
  const told = place.previousElementSibling?.textContent ?? "";
  if (own && clock(starts, own) !== clock(starts, place.dataset.ownZone) && !told.includes(own.split("/").pop())) {
    const hours = (moment) => moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const city = own.split("/").pop().replaceAll("_", " ");
    place.textContent = `${place.dataset.ownWord} (${city}): ${hours(starts)} – ${hours(ends)}`;
    place.hidden = false;
  }
}

// A question with a condition shows once its condition is met.
const asked = [...document.querySelectorAll("[data-asked-if]")];
function showWhatIsAsked() {
  for (const control of asked) {
    const { askedIf, askedAnswer } = control.dataset;
    const field = control.closest(".field");
    const given = [...document.querySelectorAll(`[name="${askedIf}"]`)];
    const met = given.some((input) => input.value === askedAnswer && (input.checked || !["radio", "checkbox"].includes(input.type)) && !input.closest("[hidden]"));
    field.hidden = !met;
  }
}
if (asked.length) {
  document.addEventListener("change", showWhatIsAsked);
  showWhatIsAsked();
}

// A long list is filtered by typing; what does not begin a word of an entry goes.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
for (const list of document.querySelectorAll("select[data-filterable]")) {
  const entries = [...list.options].map((option) => ({ option, words: plain(option.text), group: option.parentNode }));
  if (entries.length < 8) continue;
  const label = document.querySelector(`label[for="${list.id}"]`);
  const box = document.createElement("input");
  box.type = "text";
  box.autocomplete = "off";
  box.className = "list-filter";
  box.setAttribute("aria-label", `${label?.firstChild.textContent.trim() ?? ""}: ${list.dataset.filterable}`);
  box.setAttribute("aria-controls", list.id);
  const groups = [...list.querySelectorAll("optgroup")];
  const roots = entries.map(({ group }) => group);
  box.placeholder = list.dataset.filterable;
  list.before(box);
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const fits = (entry) => words.every((word) => entry.words.split(/[\s(,–-]+/).some((each) => each.startsWith(word)));
    const chosen = list.value;
    let first = null;
    entries.forEach((entry, index) => {
      const keep = index === 0 || fits(entry);
      if (keep) {
        roots[index].append(entry.option);
        if (index && !first) first = entry.option;
      } else {
        entry.option.remove();
      }
    });
    for (const group of groups) group.hidden = !group.children.length;
    const still = entries.some(({ option }) => option.value === chosen && option.isConnected);
    list.value = still && chosen ? chosen : words.length && first ? first.value : "";
  });
}
