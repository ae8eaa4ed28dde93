//! The quantile function of the standard normal distribution, which log-normal laws and samples
//! are made of. In comes a share of the whole, out goes how many standard deviations lie below it.

/// The standard normal value below which the share `q` lies, to a relative error of 1e-7.
///
/// Minus infinity at 0 and below, infinity at 1 and above. Formula: M. J. Wichura, "Algorithm
/// AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988),
/// routine PPND7.
#[must_use]
pub fn normal_quantile(q: f64) -> f64 {
    if q <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if q >= 1.0 {
        return f64::INFINITY;
    }
    let centred = q - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred
            * ratio(
                r,
                &[3.387_132_717_9, 50.434_271_938, 159.291_132_02, 59.109_374_720],
                &[17.895_169_469, 78.757_757_664, 67.187_563_600],
            );
    }
    let r = (-q.min(1.0 - q).ln()).sqrt();
    let tail = if r <= 5.0 {
        ratio(
            r - 1.6,
            &[1.423_437_277_7, 2.756_815_390_0, 1.306_728_481_6, 0.170_238_211_03],
            &[0.737_001_642_50, 0.120_211_329_75],
        )
    } else {
        ratio(
            r - 5.0,
            &[6.657_905_115_0, 3.081_226_386_0, 0.428_682_943_37, 0.017_337_203_997],
            &[0.241_978_942_25, 0.012_258_202_635],
        )
    };
    tail.copysign(centred)
}

/// A polynomial over 1 + x times another one, coefficients from the constant term upwards.
fn ratio(x: f64, numerator: &[f64], denominator: &[f64]) -> f64 {
    let polynomial =
        |terms: &[f64]| terms.iter().rev().fold(0.0, |sum: f64, term| sum.mul_add(x, *term));
    polynomial(numerator) / x.mul_add(polynomial(denominator), 1.0)
}
