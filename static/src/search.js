// Suggestions as one types: a combobox with a listbox (ARIA Authoring Practices). Without this file the form is a plain search.
const WAIT = 150;
const MOST = 8;
const LEAST = 2;

class Suggestions {
  constructor(form, number) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.asked = 0;
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "portal-suggestions";
    this.list.id = `suggestions-${number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.told = document.createElement("div");
    this.told.className = "govuk-visually-hidden";
    this.told.setAttribute("role", "status");
    form.append(this.list, this.told);
    const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // The box keeps the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    const number = ++this.asked;
    if (text.length < LEAST) {
      this.close();
      return;
    }
    const address = new URL(this.form.dataset.suggestions, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("page_size", MOST);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).results : [];
      // An answer to what was typed before comes too late, and so does one to a box that was left.
      if (number === this.asked && document.activeElement === this.input) {
        this.show(found);
      }
    } catch {
      this.close();
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((entry, at) => this.option(entry, at)));
    this.choose(-1);
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.told.textContent = found.length ? `${found.length} suggestion${found.length === 1 ? "" : "s"}` : "No suggestions";
  }

  option(entry, at) {
    const option = document.createElement("li");
    option.className = "portal-suggestions__option";
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.href = entry.html_url;
    const note = document.createElement("span");
    note.className = "portal-suggestions__note";
    note.textContent = entry.note;
    option.append(entry.text, " ", note);
    return option;
  }

  key(event) {
    const last = this.options.length - 1;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && this.list.hidden) {
      event.preventDefault();
      this.ask();
    } else if (this.list.hidden || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.choose(this.active >= last ? -1 : this.active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(this.active < 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.choose(-1);
    }
  }

  choose(at) {
    this.active = at;
    this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const chosen = this.options[at];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.choose(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.told.textContent = "";
  }

  go(option) {
    if (option) {
      location.assign(option.dataset.href);
    }
  }
}

document.querySelectorAll("form[data-suggestions]").forEach((form, number) => new Suggestions(form, number));
