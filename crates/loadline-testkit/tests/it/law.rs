//! Laws: their quantiles in closed form, and that what they draw follows them.

use std::time::Duration;

use loadline_testkit::{Law, normal_quantile};

const MS: Duration = Duration::from_millis(1);

fn laws() -> Vec<Law> {
    vec![
        Law::Constant(5 * MS),
        Law::Uniform { low: 10 * MS, high: 30 * MS },
        Law::LogNormal { median: 20 * MS, sigma: 0.5 },
        Law::Bimodal { fast: 2 * MS, slow: 80 * MS, slow_share: 0.1 },
        Law::Schedule(vec![3 * MS, MS, 2 * MS]),
    ]
}

#[test]
fn the_normal_quantile_agrees_with_the_tables() {
    for (q, expected) in [
        (0.5, 0.0),
        (0.9, 1.281_551_566),
        (0.975, 1.959_963_985),
        (0.99, 2.326_347_874),
        (0.999, 3.090_232_306),
        (0.000_1, -3.719_016_485),
        (1e-10, -6.361_340_902),
    ] {
        let found = normal_quantile(q);
        assert!((found - expected).abs() <= 2e-7 * expected.abs(), "{q}: {found}");
    }
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
}

#[test]
fn the_quantiles_of_each_law_are_the_ones_of_its_definition() {
    let check = |law: &Law, expected: [Duration; 3]| {
        let found = [0.0, 0.5, 1.0].map(|q| law.quantile(q));
        assert_eq!(found, expected, "{law:?}");
    };
    let laws = laws();
    check(&laws[0], [5 * MS, 5 * MS, 5 * MS]);
    check(&laws[1], [10 * MS, 20 * MS, 30 * MS]);
    check(&laws[2], [Duration::ZERO, 20 * MS, Duration::MAX]);
    check(&laws[3], [2 * MS, 2 * MS, 80 * MS]);
    check(&laws[4], [MS, 2 * MS, 3 * MS]);
}

#[test]
fn a_bimodal_law_changes_over_at_its_share() {
    let law = &laws()[3];
    assert_eq!(law.quantile(0.89), 2 * MS);
    assert_eq!(law.quantile(0.91), 80 * MS);
}

#[test]
fn the_share_of_drawn_delays_below_a_quantile_is_that_quantile() {
    const COUNT: usize = 100_000;
    for law in &laws()[1..3] {
        for q in [0.1, 0.5, 0.9, 0.99] {
            let limit = law.quantile(q);
            let below = law.delays(7).take(COUNT).filter(|delay| *delay <= limit).count();
            let share = below as f64 / COUNT as f64;
            // Five standard deviations of a binomial share.
            let tolerance = 5.0 * (q * (1.0 - q) / COUNT as f64).sqrt();
            assert!((share - q).abs() < tolerance, "{law:?} p{q} seed 7: {share}");
        }
    }
}

#[test]
fn one_seed_gives_one_series_and_another_seed_another() {
    for law in &laws()[1..3] {
        let series = |seed| law.delays(seed).take(100).collect::<Vec<_>>();
        assert_eq!(series(1), series(1));
        assert_ne!(series(1), series(2));
    }
}

#[test]
fn a_schedule_starts_again_after_its_end() {
    let drawn: Vec<_> = laws()[4].delays(0).take(5).collect();
    assert_eq!(drawn, [3 * MS, MS, 2 * MS, 3 * MS, MS]);
    assert_eq!(Law::Schedule(vec![]).delays(0).next(), Some(Duration::ZERO));
}
