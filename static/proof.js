// @ts-check
// Does the work that an Altcha challenge asks for: finds the number whose
// SHA-256 with the salt is the challenge, a little at a time so that the page
// stays alive, and sends it. The page looks the same whether it succeeds or not.
// The hash is written out here because browsers offer theirs over https only,
// and one call of it costs more than the hash.

/** @typedef {{ algorithm: string, challenge: string, maxnumber: number, salt: string, signature: string }} Challenge */

const SLICE = 12; // ms of work, then the page's turn

/** The first 32 bits of the fractions of the roots of the first primes. @param {number} root @param {number} count */
function fractions(root, count) {
  const found = [];
  for (let n = 2; found.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (prime) {
      const r = n ** (1 / root);
      found.push(((r - Math.floor(r)) * 2 ** 32) | 0);
    }
  }
  return Int32Array.from(found);
}

const K = fractions(3, 64), START = fractions(2, 8), w = new Int32Array(64);

/** One block of 64 bytes. @param {Int32Array} from @param {Uint8Array} bytes @param {number} at @param {Int32Array} into */
function compress(from, bytes, at, into) {
  for (let i = 0; i < 16; i++, at += 4) w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = (w[i - 16] + w[i - 7]
      + (((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3))
      + (((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10))) | 0;
  }
  let a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
  for (let i = 0; i < 64; i++) {
    const t = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const u = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
  }
  into[0] = from[0] + a; into[1] = from[1] + b; into[2] = from[2] + c; into[3] = from[3] + d;
  into[4] = from[4] + e; into[5] = from[5] + f; into[6] = from[6] + g; into[7] = from[7] + h;
}

/**
 * A function that tells whether the hash of salt and number is the challenge.
 * The salt's whole blocks are hashed once.
 * @param {Challenge} c
 */
function checker({ salt, challenge }) {
  const bytes = new TextEncoder().encode(salt);
  const whole = bytes.length - (bytes.length % 64);
  const begun = Int32Array.from(START), state = new Int32Array(8);
  for (let at = 0; at < whole; at += 64) compress(begun, bytes, at, begun);
  const rest = bytes.length - whole;
  const want = Int32Array.from({ length: 8 }, (_, i) => parseInt(challenge.slice(8 * i, 8 * i + 8), 16) | 0);
  const block = new Uint8Array(128);
  block.set(bytes.subarray(whole));
  return (/** @type {number} */ number) => {
    const digits = String(number);
    let end = rest;
    for (let i = 0; i < digits.length; i++) block[end++] = digits.charCodeAt(i);
    const last = end + 9 > 64 ? 128 : 64;
    block[end] = 0x80;
    block.fill(0, end + 1, last);
    const bits = 8 * (whole + end);
    block[last - 2] = bits >>> 8;
    block[last - 1] = bits;
    compress(begun, block, 0, state);
    if (last === 128) compress(state, block, 64, state);
    return want.every((x, i) => x === state[i]);
  };
}

/** @param {Challenge} c @returns {Promise<number | undefined>} */
async function solve(c) {
  const fits = checker(c);
  for (let n = 0; n <= c.maxnumber;) {
    const until = performance.now() + SLICE;
    while (n <= c.maxnumber && performance.now() < until) {
      for (const stop = Math.min(n + 200, c.maxnumber + 1); n < stop; n++) if (fits(n)) return n;
    }
    await new Promise((next) => setTimeout(next));
  }
}

const work = /** @type {HTMLElement | null} */ (document.querySelector("[data-proof]"));
if (work) {
  const c = /** @type {Challenge} */ (JSON.parse(work.dataset.proof || ""));
  const number = await solve(c);
  if (number !== undefined) {
    const altcha = btoa(JSON.stringify({ algorithm: c.algorithm, challenge: c.challenge, number, salt: c.salt, signature: c.signature }));
    // Whatever becomes of it, the page has said its thanks.
    await fetch(work.dataset.to || "", { method: "POST", body: new URLSearchParams({ altcha }), keepalive: true }).catch(() => undefined);
  }
}
