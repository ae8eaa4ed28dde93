//! Quantities: every accepted form, every refusal, and print-then-parse.

use proptest::prelude::*;

use super::*;

fn check(text: &str, printed: &str, base: f64) {
    let quantity: Quantity = text.parse().unwrap();
    assert_eq!(quantity.to_string(), printed, "{text}");
    assert!((quantity.base() - base).abs() <= base.abs() * 1e-12, "{text}: {}", quantity.base());
    assert_eq!(printed.parse::<Quantity>().unwrap(), quantity);
}

#[test]
fn each_kind_parses_and_prints_the_form_people_write() {
    check("200ms", "200ms", 0.2);
    check("1.5s", "1.5s", 1.5);
    check("7m", "7m", 420.0);
    check("1h30m", "1.5h", 5400.0);
    check("30d", "30d", 2_592_000.0);
    check("0.1%", "0.1%", 0.001);
    check("99.95%", "99.95%", 0.9995);
    check("1000/s", "1000/s", 1000.0);
    check("30/min", "30/min", 0.5);
    check("12GB", "12GB", 12e9);
    check("512MiB", "512MiB", 536_870_912.0);
    check("1GB/min", "1GB/min", 1e9 / 60.0);
    check("10_000", "10000", 10_000.0);
}

#[test]
fn what_is_no_quantity_is_refused_with_the_accepted_forms() {
    for text in ["", "fast", "-1s", "5 parsecs", "1m2h", "1..2s", "%", "1/", "1/fortnight", "1e9"] {
        let error = text.parse::<Quantity>().unwrap_err();
        assert!(error.to_string().contains("`200ms`"), "{error}");
    }
}

#[test]
fn a_rate_is_printed_per_minute_only_where_that_reads_back() {
    let rate: Quantity = "40552150007MB/s".parse().unwrap();
    assert_eq!(rate.to_string().parse::<Quantity>().unwrap(), rate);
}

#[test]
fn figures_for_people_have_three_digits() {
    let check = |text: &str, rounded: &str| {
        assert_eq!(text.parse::<Quantity>().unwrap().rounded(), rounded);
    };
    check("1834us", "1.83ms");
    check("183456us", "183ms");
    check("1034ms", "1.03s");
    check("90s", "90s");
    check("7m", "7m");
    check("999999us", "1s");
    check("12345/s", "12345/s");
    check("0.05%", "0.05%");
    check("99.95%", "99.95%");
    check("1536KB", "1.54MB");
}

proptest! {
    #[test]
    fn any_span_survives_print_and_parse(nanos in 0u64..1u64 << 53) {
        let span = Span::from(std::time::Duration::from_nanos(nanos));
        prop_assert_eq!(span.to_string().parse::<Span>().unwrap(), span);
    }

    #[test]
    fn any_quantity_survives_print_and_parse(
        digits in "[0-9]{1,12}(\\.[0-9]{1,20})?",
        unit in prop::sample::select(vec!["%", "ms", "/s", "/min", "B", "GiB", "MB/s", "KiB/h", ""]),
    ) {
        let text = format!("{digits}{unit}");
        if let Ok(quantity) = text.parse::<Quantity>() {
            prop_assert_eq!(quantity.to_string().parse::<Quantity>().unwrap(), quantity, "{}", text);
        }
    }

    #[test]
    fn any_text_is_answered_without_panic(text in "\\PC{0,24}") {
        let _ = text.parse::<Quantity>();
    }
}
