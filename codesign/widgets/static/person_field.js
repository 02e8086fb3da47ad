class PersonField {
  constructor(model, el) {
    this.frame = new Frame(el, "person_field", "Who sits here");
    this.input = h("input", { type: "text", id: `cw-person-${newId()}`, class: "cw-person-input", autocomplete: "name", maxlength: 80 });
    const send = (event) => { event.preventDefault(); this.#save(); };
    this.frame.body.append(h("form", { class: "cw-person", onsubmit: send },
      h("label", { for: this.input.id }, "Your name"), this.input,
      h("button", { type: "submit", class: "cw-button" }, "Save my name")));
    this.connection = new Connection(model, this);
  }

  #save() {
    this.connection.change({ person: this.input.value });
  }

  receive(message) {
    if (message.type === "snapshot") this.input.value = message.person;
    if (message.type !== "saved") return;
    this.input.value = message.person;
    this.frame.say(`${message.person} is saved as the name on this computer.`);
  }

  close() {
    this.connection.close();
  }
}

export default {
  render({ model, el }) {
    const field = new PersonField(model, el);
    return () => field.close();
  },
};
