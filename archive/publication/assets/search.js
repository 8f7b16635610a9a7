// The search: asks the index that lies beside the pages, and no one else.
"use strict";

(() => {
  const PAGE = 20;
  const MOST_OPTIONS = 150;
  const FILTERS = ["year", "topic", "organisation", "language"];
  const form = document.getElementById("Search");
  const status = document.getElementById("Status");
  const results = document.getElementById("Results");
  const list = results.querySelector("ol");
  const more = document.getElementById("More");
  const words = form.dataset;
  const root = new URL(words.root, location.href);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const tongues = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
  let found = [];
  let asked = 0;
  let engine = null;

  const added = (sums, counts) => {
    for (const [name, values] of Object.entries(counts)) {
      const own = (sums[name] ||= {});
      for (const [value, count] of Object.entries(values)) own[value] = (own[value] || 0) + count;
    }
    return sums;
  };

  // The index has a part for each language of a frame, with its own rules for endings of words.
  // Pagefind 1.5.2 opens that of the page's language only, and two of them in one module disturb
  // each other; so each part gets a module of its own, and the page its language while it opens.
  const part = async (bundle, language) => {
    const loaded = await import(new URL(`pagefind.js?${language}`, bundle).href);
    const own = document.documentElement.lang;
    document.documentElement.lang = language;
    const opened = loaded.createInstance({ baseUrl: root.pathname, excerptLength: 32 });
    document.documentElement.lang = own;
    await opened.init();
    return opened;
  };

  const open = async () => {
    const bundle = new URL("pagefind/", root);
    const entry = await (await fetch(new URL("pagefind-entry.json", bundle))).json();
    const parts = await Promise.all(Object.keys(entry.languages).sort().map((one) => part(bundle, one)));
    return {
      filters: async () => (await Promise.all(parts.map((one) => one.filters()))).reduce(added, {}),
      search: async (query, options) => {
        const answers = await Promise.all(parts.map((one) => one.search(query, options)));
        const together = answers.flatMap((answer) => answer.results);
        return {
          results: together.sort((one, other) => other.score - one.score),
          filters: answers.map((answer) => answer.filters).reduce(added, {}),
        };
      },
    };
  };

  const label = (name, value) => {
    if (name !== "language") return value;
    try {
      return tongues.of(value) || value;
    } catch {
      return value;
    }
  };

  const compared = (name) =>
    name === "year"
      ? (one, other) => (one[0] < other[0] ? 1 : -1)
      : (one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1);

  const offer = (counts) => {
    for (const name of FILTERS) {
      const select = form.elements[name];
      const chosen = select.value;
      const options = Object.entries(counts[name] || {}).filter(([value, count]) => count || value === chosen);
      options.sort(compared(name));
      const shown = options.slice(0, MOST_OPTIONS);
      if (chosen && !shown.some(([value]) => value === chosen)) shown.push([chosen, 0]);
      select.replaceChildren(new Option(words.any, ""));
      for (const [value, count] of shown) {
        select.add(new Option(`${label(name, value)} (${number.format(count)})`, value, false, value === chosen));
      }
    }
  };

  const text = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&amp;/g, "&");

  // An excerpt is text with marks; nothing else in it becomes an element.
  const marked = (excerpt) => {
    const paragraph = document.createElement("p");
    excerpt.split(/<\/?mark>/).forEach((piece, at) => {
      const node = document.createElement(at % 2 ? "mark" : "span");
      node.textContent = text(piece);
      paragraph.append(at % 2 ? node : node.textContent);
    });
    return paragraph;
  };

  const shown = (data) => {
    const item = document.createElement("li");
    const when = document.createElement("p");
    when.className = "when";
    const issuers = (data.filters.organisation || []).join(" · ");
    when.textContent = [data.meta.date, issuers].filter(Boolean).join(" · ");
    const heading = document.createElement("h3");
    const link = document.createElement("a");
    link.href = data.url;
    link.textContent = data.meta.title || data.url;
    heading.append(link);
    const excerpt = marked(data.excerpt);
    const language = (data.filters.language || [])[0];
    for (const node of [heading, excerpt]) {
      node.dir = "auto";
      if (language) node.lang = language;
    }
    item.append(when, heading, excerpt);
    return item;
  };

  const show = async () => {
    const turn = asked;
    const from = list.children.length;
    const items = await Promise.all(found.slice(from, from + PAGE).map((one) => one.data()));
    if (turn !== asked) return;
    list.append(...items.map(shown));
    more.hidden = list.children.length >= found.length;
    if (from) list.children[from].querySelector("a").focus();
  };

  const chosen = () => {
    const filters = {};
    for (const name of FILTERS) {
      if (form.elements[name].value) filters[name] = form.elements[name].value;
    }
    return filters;
  };

  const told = (count) => {
    if (!count) return words.none;
    return count === 1 ? words.foundOne : words.found.replace("{count}", number.format(count));
  };

  const search = async () => {
    const turn = ++asked;
    const query = form.elements.q.value.trim();
    const filters = chosen();
    if (!query && !Object.keys(filters).length) {
      found = [];
      list.replaceChildren();
      results.hidden = true;
      status.textContent = words.empty;
      offer(await engine.filters());
      return;
    }
    status.textContent = words.busy;
    const answer = await engine.search(query || null, { filters });
    if (turn !== asked) return;
    found = answer.results;
    list.replaceChildren();
    offer(answer.filters);
    results.hidden = !found.length;
    await show();
    if (turn === asked) status.textContent = told(found.length);
  };

  const remember = () => {
    const address = new URL(location.href);
    address.search = "";
    for (const name of ["q", ...FILTERS]) {
      const value = form.elements[name].value.trim();
      if (value) address.searchParams.set(name, value);
    }
    history.pushState(null, "", address);
  };

  const recall = () => {
    const asked = new URL(location.href).searchParams;
    form.elements.q.value = asked.get("q") || "";
    for (const name of FILTERS) {
      const value = asked.get(name) || "";
      const select = form.elements[name];
      if (value && ![...select.options].some((option) => option.value === value)) {
        select.add(new Option(label(name, value), value));
      }
      select.value = value;
    }
  };

  const failed = () => {
    status.textContent = words.failed;
    results.hidden = true;
  };

  const start = async () => {
    engine = await open();
    form.hidden = false;
    offer(await engine.filters());
    recall();
    await search();
  };

  if (location.protocol === "file:") {
    document.getElementById("No-server").hidden = false;
    return;
  }
  const ask = () => {
    remember();
    search().catch(failed);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  for (const name of FILTERS) form.elements[name].addEventListener("change", ask);
  more.addEventListener("click", () => show().catch(failed));
  addEventListener("popstate", () => {
    recall();
    search().catch(failed);
  });
  start().catch(failed);
})();
