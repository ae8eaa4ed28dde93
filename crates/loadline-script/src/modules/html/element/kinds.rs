//! What single tags have beyond what all nodes have, tag by tag.

use super::link::PARTS;
use super::properties::*;
use super::property::Property;
use super::property::Read::{Fixed, Number, OneOf, Own, TextOr, Url};
use super::special;

/// Tags and their properties.
type Row = (&'static [&'static str], &'static [&'static [Property]]);

/// All kinds of tags that have properties of their own.
pub(super) const KINDS: &[Row] = &[
    (&["a", "area"], &[LINK, PARTS]),
    (&["audio", "video"], &[MEDIA]),
    (&["base"], &[&[Property("href", Url("href")), TARGET]]),
    (&["button"], &[FIELD, BUTTON]),
    (
        &["canvas"],
        &[&[Property("height", Number("height", 150)), Property("width", Number("width", 150))]],
    ),
    (&["data"], &[&[VALUE]]),
    (&["datalist"], &[&[Property("options", Own(special::options))]]),
    (&["del", "ins"], &[CHANGE]),
    (&["embed"], &[&[HEIGHT, text("src", "src"), TYPE, WIDTH]]),
    (
        &["fieldset"],
        &[&[
            DISABLED,
            Property("elements", Own(special::fieldset_elements)),
            FORM,
            NAME,
            Property("type", Fixed("fieldset")),
            Property("validity", Own(special::nothing)),
        ]],
    ),
    (&["form"], &[FORM_TAG]),
    (
        &["iframe"],
        &[&[flag("allowfullscreen", "allowfullscreen"), HEIGHT, NAME, REFERRER_POLICY, SRC, WIDTH]],
    ),
    (&["img"], &[IMG]),
    (&["input"], &[FIELD, INPUT]),
    (
        &["keygen"],
        &[&[
            AUTOFOCUS,
            text("challenge", "challenge"),
            DISABLED,
            FORM,
            Property("keytype", OneOf("keytype", &["RSA", "DSA", "EC"])),
            LABELS,
            NAME,
            Property("type", Fixed("keygen")),
        ]],
    ),
    (&["label"], &[&[Property("control", Own(special::control)), FORM, text("htmlFor", "for")]]),
    (&["legend"], &[&[ACCESS_KEY, FORM]]),
    (
        &["li"],
        &[&[Property("type", OneOf("type", LIST_TYPES)), Property("value", Number("value", 0))]],
    ),
    (&["link"], &[LINK_TAG]),
    (
        &["map"],
        &[&[
            Property("areas", Own(special::areas)),
            Property("images", Own(special::images)),
            NAME,
        ]],
    ),
    (
        &["meta"],
        &[&[
            text("content", "content"),
            Property(
                "httpEquiv",
                OneOf("http-equiv", &["content-type", "default-style", "refresh"]),
            ),
            NAME,
        ]],
    ),
    (&["meter"], &[METER]),
    (&["object"], &[OBJECT]),
    (
        &["ol"],
        &[&[
            flag("reversed", "reversed"),
            Property("start", Number("start", 0)),
            Property("type", OneOf("type", &["1", "a", "A", "i", "I"])),
        ]],
    ),
    (&["optgroup"], &[&[DISABLED, text("label", "label")]]),
    (&["option"], &[OPTION]),
    (
        &["output"],
        &[&[
            Property("defaultValue", Own(special::text)),
            FORM,
            text("htmlFor", "for"),
            LABELS,
            NAME,
            Property("type", Fixed("output")),
            Property("value", Own(special::text)),
        ]],
    ),
    (&["param", "pre"], &[&[NAME, VALUE]]),
    (
        &["progress"],
        &[&[
            LABELS,
            Property("max", Own(special::progress_max)),
            Property("position", Own(special::progress_position)),
            Property("value", Own(special::progress_value)),
        ]],
    ),
    (&["script"], &[SCRIPT]),
    (&["select"], &[SELECT]),
    (&["source"], &[SOURCE]),
    (&["style"], &[&[text("media", "media"), Property("type", TextOr("type", "text/css"))]]),
    (&["td"], &[CELL]),
    (&["th"], &[CELL, HEADER_CELL]),
    (
        &["tr"],
        &[&[
            Property("cells", Own(special::cells)),
            Property("rowIndex", Own(special::row_index)),
            Property("sectionRowIndex", Own(special::section_row_index)),
        ]],
    ),
    (&["col"], &[&[Property("span", Own(special::span))]]),
    (&["table"], &[TABLE]),
    (&["tbody", "tfoot", "thead"], &[&[Property("rows", Own(special::rows))]]),
    (&["textarea"], &[TEXTAREA]),
    (&["time"], &[&[text("datetime", "datetime")]]),
    (&["title"], &[&[TEXT]]),
    (&["track"], &[TRACK]),
    (&["ul"], &[&[TYPE]]),
];

/// The row of a tag.
pub(super) fn of(tag: &str) -> Option<usize> {
    KINDS.iter().position(|(tags, _)| tags.contains(&tag))
}
