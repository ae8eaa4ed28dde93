//! How many standard errors hold the truth in 95 of 100 cases.

/// The 97.5 % quantile of Student's t with so many degrees of freedom: Abramowitz and Stegun, 26.7.5. Off by less than
/// 1 % from three degrees on.
pub(in crate::n_plus_one) fn t_95(freedom: f64) -> f64 {
    const Z: f64 = 1.959_963_985;
    let freedom = freedom.max(1.0);
    let first = (Z.powi(3) + Z) / 4.0;
    let second = (5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z) / 96.0;
    let third = (3.0 * Z.powi(7) + 19.0 * Z.powi(5) + 17.0 * Z.powi(3) - 15.0 * Z) / 384.0;
    Z + first / freedom + second / freedom.powi(2) + third / freedom.powi(3)
}
