/** Shows samples on black: window and level, inverted, larger, moved. The samples are never changed. */
import { h } from "./dom.js";

const MOST_ZOOM = 64;
const LEAST_ZOOM = 1 / 16;

/** From here on every sample is seen as the square that it is; below, edges are smooth. */
const AS_THEY_ARE = 4;

export class Viewer {
  /** What the reader has set by hand stays for the next images of as many bits, until it is reset. */
  #window = null;
  #inverted = false;
  #zoom = null;
  #offset = { x: 0, y: 0 };
  #image = null;
  #drawn = null;
  #pixels = document.createElement("canvas");

  constructor() {
    this.canvas = h("canvas", { id: "review-image", role: "img", "aria-label": "No image" });
    this.notes = ["top-left", "top-right", "bottom-left", "bottom-right"].map((corner) => h("span", { class: `note ${corner}`, id: `note-${corner}` }));
    this.message = h("p", { class: "message", id: "viewer-message", hidden: true });
    this.element = h("div", { class: "viewer", id: "viewer", tabindex: "0", role: "group", "aria-label": "Image; the keys of this page change how it is shown" },
      this.canvas, this.notes, this.message);
    this.#listen();
    this.resizing = new ResizeObserver(() => this.#draw());
    this.resizing.observe(this.element);
  }

  /** The image on the screen, by its name; null while there is none. */
  get shown() {
    return this.#image ? this.canvas.dataset.image : null;
  }

  show(name, label, image) {
    const same = this.shown === name;
    this.#image = image;
    this.#drawn = null;
    if (!same) this.#place();
    if (this.#window && this.#window.bits !== image.bits) this.#window = null;
    this.canvas.dataset.image = name;
    this.canvas.setAttribute("aria-label", label);
    this.say("");
    this.#draw();
  }

  /** Nothing but this sentence. */
  clear(sentence) {
    this.#image = null;
    delete this.canvas.dataset.image;
    this.canvas.setAttribute("aria-label", "No image");
    this.say(sentence);
    this.#draw();
  }

  say(sentence) {
    this.message.textContent = sentence;
    this.message.hidden = !sentence;
  }

  note(corner, text) {
    this.notes.find((note) => note.id === `note-${corner}`).textContent = text;
  }

  invert() {
    this.#inverted = !this.#inverted;
    this.#redraw();
  }

  reset() {
    this.#window = null;
    this.#inverted = false;
    this.#place();
    this.#redraw();
  }

  /** More than 1 makes the image larger, around a place on the canvas or its middle. */
  enlarge(factor, x = this.canvas.width / 2, y = this.canvas.height / 2) {
    if (!this.#image) return;
    const before = this.#scale();
    this.#zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, before * factor));
    const grown = this.#zoom / before;
    const [middleX, middleY] = [this.canvas.width / 2, this.canvas.height / 2];
    this.#offset.x = (this.#offset.x + middleX - x) * grown + x - middleX;
    this.#offset.y = (this.#offset.y + middleY - y) * grown + y - middleY;
    this.#draw();
  }

  move(x, y) {
    this.#offset.x += x;
    this.#offset.y += y;
    this.#draw();
  }

  /** Parts of all values that are shown at first: positive is a wider window, and a higher level. */
  adjust(width, level) {
    if (!this.#image) return;
    const now = this.window();
    const span = this.#image.high - this.#image.low;
    this.#window = {
      bits: this.#image.bits,
      width: Math.max(1, Math.min(2 ** (this.#image.bits + 1), now.width + width * span)),
      level: Math.max(0, Math.min(2 ** this.#image.bits, now.level + level * span)),
    };
    this.#redraw();
  }

  /** Which values go from black to white: {level, width}. */
  window() {
    if (this.#window) return this.#window;
    const { low, high } = this.#image ?? { low: 0, high: 255 };
    return { level: (low + high) / 2, width: high - low };
  }

  close() {
    this.resizing.disconnect();
  }

  #place() {
    this.#zoom = null;
    this.#offset = { x: 0, y: 0 };
  }

  /** Screen pixels to a sample; at first the whole image. */
  #scale() {
    if (this.#zoom) return this.#zoom;
    const fit = Math.min(this.canvas.width / this.#image.width, this.canvas.height / this.#image.height);
    return fit < AS_THEY_ARE ? fit : Math.min(16, Math.floor(fit));
  }

  #redraw() {
    this.#drawn = null;
    this.#draw();
  }

  #draw() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(this.element.clientWidth * ratio), Math.round(this.element.clientHeight * ratio)];
    if (!width || !height) return;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, width, height);
    if (!this.#image) {
      this.notes.forEach((note) => { note.textContent = ""; });
      return;
    }
    this.#drawn ??= this.#toned();
    const scale = this.#scale();
    const [w, h] = [this.#image.width * scale, this.#image.height * scale];
    // Something of the image stays where it can be seen.
    const clamp = (offset, size, room) => Math.max(-(room + size) / 2 + 40, Math.min((room + size) / 2 - 40, offset));
    this.#offset = { x: clamp(this.#offset.x, w, width), y: clamp(this.#offset.y, h, height) };
    context.imageSmoothingEnabled = scale < AS_THEY_ARE;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.#drawn, (width - w) / 2 + this.#offset.x, (height - h) / 2 + this.#offset.y, w, h);
    const { level, width: wide } = this.window();
    this.note("bottom-left", `W ${Math.round(wide)}  L ${Math.round(level)}${this.#inverted ? "  inverted" : ""}`);
    this.note("bottom-right", `${this.#image.width} × ${this.#image.height}, ${this.#image.bits} bit  ${(scale / ratio).toFixed(scale / ratio < 10 ? 2 : 0)} ×`);
  }

  /** The samples in the window, as the screen takes them. */
  #toned() {
    const { width, height, channels, bits, data } = this.#image;
    const { level, width: wide } = this.window();
    const tones = new Uint8ClampedArray(2 ** bits);
    const low = level - wide / 2;
    for (let value = 0; value < tones.length; value++) {
      const tone = ((value - low) / wide) * 255;
      tones[value] = this.#inverted ? 255 - tone : tone;
    }
    const picture = new ImageData(width, height);
    const out = picture.data;
    for (let i = 0, from = 0; i < out.length; i += 4, from += channels) {
      out[i] = tones[data[from]];
      out[i + 1] = channels === 3 ? tones[data[from + 1]] : out[i];
      out[i + 2] = channels === 3 ? tones[data[from + 2]] : out[i];
      out[i + 3] = 255;
    }
    this.#pixels.width = width;
    this.#pixels.height = height;
    this.#pixels.getContext("2d").putImageData(picture, 0, 0);
    return this.#pixels;
  }

  #listen() {
    let from = null;
    const ratio = () => devicePixelRatio || 1;
    this.canvas.addEventListener("pointerdown", (event) => {
      if (!this.#image) return;
      event.preventDefault();
      this.element.focus({ preventScroll: true });
      this.canvas.setPointerCapture(event.pointerId);
      from = { x: event.clientX, y: event.clientY, moves: event.button !== 0 || event.shiftKey };
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      from = { ...from, x: event.clientX, y: event.clientY };
      if (from.moves) this.move(x * ratio(), y * ratio());
      else this.adjust(x / 400, y / 400);
    });
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => { from = null; });
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    this.canvas.addEventListener("dblclick", () => this.reset());
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const place = this.canvas.getBoundingClientRect();
      this.enlarge(event.deltaY < 0 ? 1.2 : 1 / 1.2, (event.clientX - place.left) * ratio(), (event.clientY - place.top) * ratio());
    }, { passive: false });
  }
}
