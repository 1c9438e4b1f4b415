/**
 * Logarithm, exponential and the normal quantile by additions, multiplications, divisions and square
 * roots only, whose results IEEE 754 fixes to the last bit. `Math.log` and its kind may differ
 * between engines, and then so would a seed's run.
 */

const LN2_HIGH = 0.69314718036912381649 // ln 2 to 33 bits, so that k * LN2_HIGH is exact for |k| < 2^20
const LN2_LOW = 1.90821492927058770002e-10 // the rest of ln 2
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
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
]
const B = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
]
const C = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
]
const D = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
]
const E = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
  2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
]
const F = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
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
