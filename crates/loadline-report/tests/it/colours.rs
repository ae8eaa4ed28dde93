//! The page's colours, measured: what must be told apart is apart for every kind of colour vision, and what
//! must be read stands out from what is behind it.
//!
//! Colour blindness is simulated in linear RGB with the matrices of Machado, Oliveira and Fernandes, "A
//! Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), at full severity. Distance
//! is that of Oklab (Ottosson, 2020). Contrast is WCAG 2's.

const STYLE: &str = include_str!("../../src/html/report.css");

/// A just noticeable difference in Oklab is about 0.02; these are told apart at a glance.
const DISTANCE_MIN: f64 = 0.1;
/// WCAG 2.2, 1.4.11: graphical objects.
const CONTRAST_GRAPHIC_MIN: f64 = 3.0;
/// WCAG 2.2, 1.4.3: text.
const CONTRAST_TEXT_MIN: f64 = 4.5;

type Rgb = [f64; 3];

const VISIONS: [(&str, [Rgb; 3]); 4] = [
    ("full", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// The variables of each block that sets them: light, dark by the system, dark by the switch.
fn themes() -> Vec<Vec<(String, String)>> {
    let blocks = STYLE.split(" color-scheme:").skip(1).map(|rest| rest.split('}').next().unwrap());
    let variables = |block: &str| {
        let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--"));
        lines
            .map(|line| line.trim_end_matches(';').split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    };
    blocks.map(variables).collect()
}

fn linear(hex: &str) -> Rgb {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    [channel(1), channel(3), channel(5)]
}

fn seen(colour: Rgb, vision: [Rgb; 3]) -> Rgb {
    vision.map(|row| (0..3).map(|at| row[at] * colour[at]).sum::<f64>().clamp(0.0, 1.0))
}

fn oklab([r, g, b]: Rgb) -> Rgb {
    let l = (0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_71 * s,
        0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn distance(one: Rgb, other: Rgb) -> f64 {
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let light = |[r, g, b]: Rgb| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

fn colour(theme: &[(String, String)], name: &str) -> Rgb {
    linear(&theme.iter().find(|(other, _)| other == name).unwrap().1)
}

#[test]
fn both_dark_themes_are_the_same() {
    let themes = themes();
    assert_eq!(themes.len(), 3);
    assert_eq!(themes[1], themes[2]);
    assert_ne!(themes[0], themes[1]);
}

#[test]
fn series_are_told_apart_by_every_kind_of_colour_vision() {
    let pairs = [
        ("p50", "p95"),
        ("p95", "p99"),
        ("p50", "p99"),
        ("service", "p95"),
        ("service", "p99"),
        ("missed", "accent"),
        ("dns", "connect"),
        ("connect", "tls"),
        ("tls", "p50"),
    ];
    for theme in themes() {
        for (name, vision) in VISIONS {
            for (one, other) in pairs {
                let [a, b] = [one, other].map(|c| oklab(seen(colour(&theme, c), vision)));
                let apart = distance(a, b);
                assert!(apart >= DISTANCE_MIN, "{one} and {other}, {name}: {apart:.3}");
            }
        }
    }
}

#[test]
fn lines_stand_out_from_the_panel_and_text_can_be_read() {
    for theme in themes() {
        for name in ["accent", "p50", "p95", "p99", "service", "missed", "dns", "connect", "tls"] {
            let figure = contrast(colour(&theme, name), colour(&theme, "panel"));
            assert!(figure >= CONTRAST_GRAPHIC_MIN, "{name}: {figure:.2}");
        }
        for (name, behind) in [
            ("text", "page"),
            ("text", "panel"),
            ("quiet", "page"),
            ("quiet", "panel"),
            ("met", "met-tint"),
            ("missed", "missed-tint"),
            ("missed", "panel"),
            ("unknown", "unknown-tint"),
            ("quiet", "missed-tint"),
            ("accent", "page"),
        ] {
            let figure = contrast(colour(&theme, name), colour(&theme, behind));
            assert!(figure >= CONTRAST_TEXT_MIN, "{name} on {behind}: {figure:.2}");
        }
    }
}
