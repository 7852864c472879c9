// Narrows the table of clusters while somebody types; the filter stands in the address after the hash.
// Without this script the whole table is there.
const form = document.getElementById("filters");

// As the words in the table were folded: one width, one case, one kana, no accents.
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/(?![\u3099\u309a])\p{Mn}/gu, "").normalize("NFC")
  .replace(/[\u30a1-\u30f6]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));

if (form) {
  const rows = [...document.querySelectorAll("#results tbody tr")];
  const count = document.getElementById("count");
  const fields = [...form.elements].filter((field) => field.name);

  const narrow = () => {
    const words = folded(form.elements.q.value).split(/\s+/).filter(Boolean);
    const chosen = fields.filter((field) => field.name !== "q" && field.value);
    let shown = 0;
    for (const row of rows) {
      const fits = chosen.every((field) => row.dataset[field.name].split(" ").includes(field.value))
        && words.every((word) => row.dataset.words.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = count.dataset.found.replace("#", shown);
    document.getElementById("nothing").hidden = shown > 0;
  };
  const keep = () => {
    const query = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
    history.replaceState(null, "", `#${query}`);
    narrow();
  };
  const read = () => {
    const query = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = query.get(field.name) ?? "";
    narrow();
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  read();
}
