/**
 * The samples of an image as they are stored. A browser's own decoder gives 8 bits and applies colour profiles, so PNGs
 * as the service writes them (8 or 16 bits, grey or RGB, not interlaced) are read here; others the browser reads.
 */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_SAMPLES = 256 * 1024 * 1024;

/**
 * {width, height, channels: 1 or 3, bits: 8 or 16, data: Uint8Array or Uint16Array in rows, low, high}.
 * low and high is what is shown from black to white at first: all values of 8 bits, of 16 those that occur.
 */
export async function samples(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const head = header(bytes);
  const image = head ? await decode(bytes, head) : await drawn(blob);
  return { ...image, ...(image.bits === 8 ? { low: 0, high: 255 } : range(image.data)) };
}

/** Null for what is left to the browser. */
function header(bytes) {
  if (bytes.length < 33 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bits, colour, , , interlaced] = bytes.subarray(24, 29);
  if (![8, 16].includes(bits) || ![0, 2].includes(colour) || interlaced) return null;
  const channels = colour === 2 ? 3 : 1;
  if (!width || !height || width * height * channels > MOST_SAMPLES) throw new Error(`an image of ${width} x ${height} is too large to be shown here`);
  return { width, height, channels, bits };
}

async function decode(bytes, head) {
  const stride = head.width * head.channels * (head.bits / 8);
  const rows = await inflated(compressed(bytes), head.height * (stride + 1));
  const plain = unfiltered(rows, head.height, stride, head.channels * (head.bits / 8));
  return { ...head, data: head.bits === 8 ? plain : words(plain) };
}

/** The IDAT chunks, in order. */
function compressed(bytes) {
  const view = new DataView(bytes.buffer);
  const parts = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw new Error("the image's file ends early");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === "IEND") break;
    at += 12 + length;
  }
  return new Blob(parts);
}

/** Exactly so many bytes: a file that has others is not what its header says. */
async function inflated(blob, size) {
  const reader = blob.stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const all = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    if (at + value.length > size) {
      reader.cancel().catch(() => {});
      throw new Error("the image's file has more samples than its header says");
    }
    all.set(value, at);
    at += value.length;
  }
  if (at < size) throw new Error("the image's file has fewer samples than its header says");
  return all;
}

/** PNG's filters (RFC 2083, 6) undone; each row begins with the number of its filter. */
function unfiltered(rows, height, stride, step) {
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const filter = rows[from];
    const to = y * stride;
    if (filter > 4) throw new Error("the image's file has an unknown filter");
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? out[to + x - step] : 0;
      const up = y ? out[to + x - stride] : 0;
      const corner = y && x >= step ? out[to + x - stride - step] : 0;
      let predicted = 0;
      if (filter === 1) predicted = left;
      else if (filter === 2) predicted = up;
      else if (filter === 3) predicted = (left + up) >> 1;
      else if (filter === 4) predicted = paeth(left, up, corner);
      out[to + x] = rows[from + 1 + x] + predicted;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Two bytes a sample, the higher one first. */
function words(bytes) {
  const out = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = (bytes[2 * i] << 8) | bytes[2 * i + 1];
  return out;
}

function range(data) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high: Math.max(high, low + 1) };
}

async function drawn(blob) {
  const image = await createImageBitmap(blob);
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, image.width, image.height).data;
  const data = new Uint8Array(image.width * image.height * 3);
  for (let i = 0, j = 0; j < data.length; i += 4, j += 3) data.set(rgba.subarray(i, i + 3), j);
  return { width: image.width, height: image.height, channels: 3, bits: 8, data };
}
