/**
 * Logarithm, exponential and the normal quantile by additions, multiplications, divisions and square
 * roots only, whose results IEEE 754 fixes to the last bit. `Math.log` and its kind may differ
 * between engines, and then so would a seed's run.
 */

const LN2_HIGH = 0.69314718036912381649 // ln 2 to 33 bits, so that k * LN2_HIGH is exact for |k| < 2^20
const LN2_LOW = 1.9082149292705877e-10 // the rest of ln 2
const SQRT_HALF = 0.7071067811865476

const view = new DataView(new ArrayBuffer(8))

/** Natural logarithm of a positive, normal, finite number; relative error below 1e-15. */
export function ln(x: number): number {
  // x = m * 2^k with m from sqrt(1/2) to sqrt(2).
  view.setFloat64(0, x)
  const high = view.getInt32(0)
  let k = (high >>> 20) - 1022
  view.setInt32(0, (high & 0xfffff) | 0x3fe00000)
  let m = view.getFloat64(0)
  if (m < SQRT_HALF) {
    m *= 2
    k -= 1
  }
  // ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172: the series to s^21.
  const s = (m - 1) / (m + 1)
  const z = s * s
  let sum = 1 / 21
  for (let n = 19; n >= 3; n -= 2) sum = sum * z + 1 / n
  return k * LN2_HIGH + (2 * s + (2 * s * z * sum + k * LN2_LOW))
}

/** e to the power x for |x| <= 700; relative error below 1e-15. */
export function exp(x: number): number {
  const k = Math.round(x / 0.6931471805599453)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  // |r| <= 0.347: Taylor's series to r^14.
  let sum = 1
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * r) / n
  view.setInt32(0, (k + 1023) << 20)
  view.setInt32(4, 0)
  return sum * view.getFloat64(0)
}

// Coefficients of algorithm AS 241 (PPND16), highest power first.
const A = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
]
const B = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
]
const C = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
]
const D = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
]
const E = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
]
const F = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
]

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const c of coefficients) sum = sum * x + c
  return sum
}

/**
 * The z below which a standard normal variable falls with probability p, 0 < p < 1. Relative error
 * about 1e-15. M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
 * Applied Statistics 37(3), 1988.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(A, r)) / polynomial(B, r)
  }
  let r = Math.sqrt(-ln(q < 0 ? p : 1 - p))
  r = r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5)
  return q < 0 ? -r : r
}
