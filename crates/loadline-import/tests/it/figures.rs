//! Figures of imported files beside the tool's own, within the tool's rounding and the histogram's 0.14 %.

use loadline_core::window::names;
use loadline_import::results::FORMATS;

use crate::read::{bytes, read_bytes, read_file};

/// What a tool says of its run: requests, failures, requests per second where it says so, and times in milliseconds.
struct Own {
    file: &'static str,
    format: &'static str,
    requests: u64,
    failed: u64,
    rate: Option<f64>,
    mean: Option<f64>,
    /// Quantiles with their times.
    points: &'static [(f64, f64)],
    /// Half a unit of the tool's last digit.
    rounding: f64,
}

const fn own(file: &'static str, format: &'static str, requests: u64, failed: u64) -> Own {
    Own { file, format, requests, failed, rate: None, mean: None, points: &[], rounding: 0.0005 }
}

/// Every file that the tools wrote, with their own figures.
const TOOLS: &[Own] = &[
    Own {
        mean: Some(12.171531),
        points: &[(0.5, 6.634762), (0.9, 9.115837), (0.95, 93.683418), (0.99, 97.528354)],
        ..own("k6.json.gz", "k6-json", 60, 4)
    },
    Own {
        mean: Some(12.171531),
        points: &[(0.5, 6.634762), (0.9, 9.115837), (0.95, 93.683418), (0.99, 97.528354)],
        ..own("k6.csv", "k6-csv", 60, 4)
    },
    Own { points: &[(0.95, 93.683418)], ..own("k6-unix-milli.csv.gz", "k6-csv", 60, 4) },
    Own { points: &[(0.95, 93.683418)], ..own("k6-unix-micro.csv.gz", "k6-csv", 60, 4) },
    Own { points: &[(0.95, 93.683418)], ..own("k6-unix-nano.csv.gz", "k6-csv", 60, 4) },
    Own { points: &[(0.95, 93.683418)], ..own("k6-rfc3339.csv.gz", "k6-csv", 60, 4) },
    Own { points: &[(0.95, 93.683418)], ..own("k6-rfc3339-nano.csv.gz", "k6-csv", 60, 4) },
    Own {
        rate: Some(9.6),
        mean: Some(12.171531),
        points: &[(0.5, 6.634762), (0.9, 9.115837), (0.95, 93.683418), (0.99, 97.528354)],
        ..own("k6-summary-export.json", "k6-summary", 60, 4)
    },
    Own {
        rate: Some(9.6),
        mean: Some(12.171531),
        points: &[(0.5, 6.634762), (0.9, 9.115837), (0.95, 93.683418), (0.99, 97.528354)],
        ..own("k6-handle-summary.json", "k6-summary", 60, 4)
    },
    Own {
        rate: Some(206.0896643408239),
        mean: Some(5.5092047595162885),
        points: &[(0.5, 5.0), (0.8, 6.0), (0.95, 7.0), (0.99, 7.0)],
        // Put together from the rows, each of which lists whole milliseconds.
        rounding: 1.0,
        ..own("locust_stats.csv", "locust-stats", 1_443, 314)
    },
    Own {
        mean: Some(5.5092047595162885),
        points: &[(0.5, 5.0), (0.66, 6.0), (0.95, 7.0), (0.99, 7.0), (0.999, 21.0)],
        rounding: 0.5,
        ..own("locust_stats_history.csv", "locust-history", 1_443, 314)
    },
    Own { points: &[(0.5, 5.0)], rounding: 0.5, ..own("locust.json", "locust-json", 1_621, 359) },
    Own {
        mean: Some(4.2733),
        points: &[(0.5, 5.0), (0.95, 9.0), (0.99, 16.01)],
        ..own("jmeter.csv", "jmeter-csv", 600, 404)
    },
    Own {
        mean: Some(8.1933),
        points: &[(0.5, 5.0), (0.95, 24.0), (0.99, 43.04)],
        ..own("jmeter-dates.csv", "jmeter-csv", 600, 404)
    },
    Own {
        points: &[(0.5, 5.0), (0.95, 11.0), (0.99, 15.01)],
        ..own("jmeter-noheader.csv", "jmeter-csv", 600, 407)
    },
    Own {
        mean: Some(5.4117),
        points: &[(0.5, 5.0), (0.95, 13.0), (0.99, 24.01)],
        ..own("jmeter.xml", "jmeter-xml", 600, 402)
    },
    Own {
        rate: Some(1_618.219),
        mean: Some(4.930843318333332),
        points: &[
            (0.1, 4.116094),
            (0.5, 4.845447),
            (0.9, 5.564965),
            (0.95, 6.988512),
            (0.99, 8.822183),
            (0.999, 9.960568),
            (1.0, 10.379859),
        ],
        ..own("oha.json", "oha-json", 3_000, 60)
    },
    Own {
        mean: Some(4.61237442825361),
        points: &[(0.5, 4.593867), (0.95, 6.24091), (0.99, 7.978718)],
        ..own("oha-corrected.json", "oha-json", 899, 18)
    },
    Own {
        mean: Some(4.686),
        points: &[(0.5, 4.8068), (0.95, 5.3514), (0.99, 5.5442), (1.0, 5.69607)],
        ..own("oha.csv", "oha-csv", 600, 12)
    },
    Own {
        rate: Some(1_648.52),
        mean: Some(4.84),
        points: &[(0.5, 4.79), (0.75, 5.07), (0.9, 5.41), (0.99, 8.54), (1.0, 11.95)],
        rounding: 0.005,
        ..own("wrk-latency.txt", "wrk", 4_954, 99)
    },
    Own { rate: Some(1_785.77), ..own("wrk.txt", "wrk", 5_364, 5_364) },
    Own {
        rate: Some(1_999.67),
        points: &[(0.5, 1.422), (0.9, 2.821), (0.99, 454.078), (0.999, 852.53)],
        rounding: 0.5,
        ..own("wrk2.txt", "wrk", 59_990, 120)
    },
    Own {
        points: &[(0.5, 1.422), (0.9, 2.821), (0.99, 454.078)],
        rounding: 0.5,
        ..own("wrk2-u.txt", "wrk", 59_990, 120)
    },
    Own {
        rate: Some(1_626.29),
        mean: Some(4.9),
        points: &[(0.1, 4.2), (0.5, 4.9), (0.9, 5.5), (0.95, 5.8), (0.99, 7.9), (1.0, 10.8)],
        rounding: 0.05,
        ..own("hey.txt", "hey-text", 2_000, 40)
    },
    Own {
        mean: Some(4.799),
        points: &[(0.5, 4.8), (0.95, 5.6), (0.99, 6.7)],
        ..own("hey.csv", "hey-csv", 600, 12)
    },
    Own { points: &[(0.5, 5.680514), (0.95, 8.531164)], ..own("vegeta.csv", "vegeta-csv", 200, 5) },
    Own {
        points: &[(0.5, 5.680514), (0.95, 8.531164)],
        ..own("vegeta.json", "vegeta-json", 200, 5)
    },
    Own {
        mean: Some(155.594259),
        points: &[(0.5, 5.667297), (0.9, 8.083522), (0.95, 8.526187), (0.99, 8.895781)],
        ..own("vegeta-report.json", "vegeta-report", 200, 5)
    },
    Own {
        mean: Some(4.13),
        points: &[(0.5, 4.0), (0.9, 5.0), (0.975, 5.0), (0.99, 6.0), (0.999, 16.0)],
        rounding: 0.5,
        ..own("autocannon.json", "autocannon", 5_127, 103)
    },
    Own {
        mean: Some(2.82),
        points: &[(0.5, 3.0), (0.975, 6.0), (0.99, 11.0)],
        rounding: 0.5,
        ..own("autocannon-rate.json", "autocannon", 900, 900)
    },
    Own {
        mean: Some(4.51),
        points: &[(0.0, 3.36), (1.0, 6.14)],
        rounding: 0.005,
        ..own("h2load.tsv", "h2load", 600, 12)
    },
    Own {
        mean: Some(4.703),
        points: &[(0.5, 4.651), (0.95, 5.15), (0.99, 5.331)],
        rounding: 0.5,
        ..own("ab.tsv", "ab", 600, 0)
    },
];

/// The histogram's resolution.
const RESOLUTION: f64 = 0.0014;

#[test]
fn imported_figures_are_those_of_the_tool() {
    for own in TOOLS {
        let read = read_file(own.file);
        let file = own.file;
        assert_eq!(read.imported.format.name, own.format, "{file}");
        assert_eq!(read.count(names::HTTP_REQUESTS, &[]), own.requests as f64, "{file}");
        assert_eq!(read.failed(), (own.failed, own.requests), "{file}");
        assert_eq!(read.imported.requests, own.requests, "{file}");
        let near = |found: f64, wanted: f64, what: &str| {
            let allowed = own.rounding + wanted * RESOLUTION;
            assert!((found - wanted).abs() <= allowed, "{file}: {what} is {found}, not {wanted}");
        };
        for (q, milliseconds) in own.points {
            near(read.quantile_ms(*q, &[]), *milliseconds, &format!("quantile {q}"));
        }
        if let Some(mean) = own.mean {
            near(read.mean_ms(), mean, "the mean");
        }
        if let Some(rate) = own.rate {
            let found = own.requests as f64 / read.whole.seconds();
            assert!((found / rate - 1.0).abs() < 0.001, "{file}: {found}/s, not {rate}/s");
        }
    }
}

#[test]
fn every_format_has_a_file_that_is_told_to_be_of_it() {
    let refused = ["loadline", "locust-failures", "vegeta-gob"];
    for format in FORMATS {
        let is_read = TOOLS.iter().any(|own| own.format == format.name);
        assert!(is_read || refused.contains(&format.name), "no file for {}", format.name);
    }
}

#[test]
fn windows_follow_each_other_without_gap_or_overlap() {
    for own in TOOLS {
        let read = read_file(own.file);
        for pair in read.windows.windows(2) {
            assert_eq!(pair[0].end_ms(), pair[1].start_ms, "{}", own.file);
        }
        assert!(read.windows.iter().all(|window| window.length_ms > 0), "{}", own.file);
    }
}

#[test]
fn a_file_cut_anywhere_is_an_error_or_imported_but_never_more_than_it_was() {
    for own in TOOLS {
        let whole = bytes(own.file);
        for part in 1..20 {
            let cut = &whole[..whole.len() * part / 20];
            if let Ok(read) = read_bytes(cut) {
                assert!(read.imported.requests <= own.requests, "{} at {part}/20", own.file);
            }
        }
    }
}
