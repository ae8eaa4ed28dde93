//! The properties that several tags share, and those of the tags that have many.

use super::property::Property;
use super::property::Read::{Fixed, Flag, Maybe, Number, OneOf, Own, Text, Url};
use super::special;

pub(super) const fn text(name: &'static str, attribute: &'static str) -> Property {
    Property(name, Text(attribute))
}

pub(super) const fn flag(name: &'static str, attribute: &'static str) -> Property {
    Property(name, Flag(attribute))
}

pub(super) const ACCESS_KEY: Property = text("accessKey", "accesskey");
pub(super) const AUTOFOCUS: Property = flag("autofocus", "autofocus");
pub(super) const DISABLED: Property = flag("disabled", "disabled");
pub(super) const FORM: Property = Property("form", Own(special::form));
pub(super) const LABELS: Property = Property("labels", Own(special::labels));
pub(super) const NAME: Property = text("name", "name");
pub(super) const REQUIRED: Property = flag("required", "required");
pub(super) const SRC: Property = Property("src", Url("src"));
pub(super) const TAB_INDEX: Property = Property("tabIndex", Number("tabindex", 0));
pub(super) const TARGET: Property = text("target", "target");
pub(super) const TYPE: Property = text("type", "type");
pub(super) const VALUE: Property = text("value", "value");
pub(super) const HEIGHT: Property = text("height", "height");
pub(super) const WIDTH: Property = text("width", "width");
pub(super) const REL_LIST: Property = Property("relList", Own(special::rel_list));
pub(super) const TEXT: Property = Property("text", Own(special::text));
pub(super) const CROSS_ORIGIN: Property =
    Property("crossOrigin", Maybe("crossorigin", &["anonymous", "use-credentials"]));
pub(super) const REFERRER_POLICY: Property = Property(
    "referrerPolicy",
    OneOf(
        "referrerpolicy",
        &[
            "",
            "no-referrer",
            "no-referrer-when-downgrade",
            "origin",
            "origin-when-cross-origin",
            "unsafe-url",
        ],
    ),
);
pub(super) const AUTOCOMPLETE: Property =
    Property("autocomplete", OneOf("autocomplete", &["on", "off"]));
pub(super) const ENCODINGS: &[&str] =
    &["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

pub(super) const LINK: &[Property] = &[
    ACCESS_KEY,
    text("download", "download"),
    text("hrefLang", "hreflang"),
    REFERRER_POLICY,
    text("rel", "rel"),
    REL_LIST,
    TARGET,
    TEXT,
    TYPE,
];
pub(super) const MEDIA: &[Property] = &[
    flag("autoplay", "autoplay"),
    flag("controls", "controls"),
    CROSS_ORIGIN,
    text("currentSrc", "src"),
    flag("defaultMuted", "muted"),
    flag("loop", "loop"),
    text("mediaGroup", "mediagroup"),
    flag("muted", "muted"),
    Property("preload", OneOf("preload", &["auto", "none", "metadata"])),
    SRC,
    Property("textTracks", Own(special::text_tracks)),
];
pub(super) const FIELD: &[Property] = &[
    FORM,
    Property("formAction", Own(special::form_action)),
    Property("formEnctype", Own(special::form_encoding)),
    Property("formMethod", Own(special::form_method)),
    Property("formNoValidate", Own(special::form_no_validate)),
    Property("formTarget", Own(special::form_target)),
    LABELS,
    NAME,
];
pub(super) const BUTTON: &[Property] = &[
    ACCESS_KEY,
    AUTOFOCUS,
    DISABLED,
    TAB_INDEX,
    Property("type", OneOf("type", &["submit", "button", "reset", "menu"])),
    Property("value", Own(special::value_or_html)),
];
pub(super) const INPUT: &[Property] = &[
    text("accept", "accept"),
    ACCESS_KEY,
    text("alt", "alt"),
    AUTOCOMPLETE,
    AUTOFOCUS,
    flag("checked", "checked"),
    flag("defaultChecked", "checked"),
    text("defaultValue", "value"),
    text("dirName", "dirname"),
    DISABLED,
    HEIGHT,
    Property("list", Own(special::list)),
    text("max", "max"),
    Property("maxLength", Number("maxlength", -1)),
    text("min", "min"),
    flag("multiple", "multiple"),
    text("pattern", "pattern"),
    text("placeholder", "placeholder"),
    flag("readonly", "readonly"),
    REQUIRED,
    Property("size", Number("size", 0)),
    SRC,
    text("step", "step"),
    TAB_INDEX,
    Property(
        "type",
        OneOf(
            "type",
            &[
                "text",
                "button",
                "checkbox",
                "color",
                "date",
                "datetime-local",
                "email",
                "file",
                "hidden",
                "image",
                "month",
                "number",
                "password",
                "radio",
                "range",
                "reset",
                "search",
                "submit",
                "tel",
                "time",
                "url",
                "week",
            ],
        ),
    ),
    VALUE,
    WIDTH,
];
pub(super) const CHANGE: &[Property] = &[text("cite", "cite"), text("datetime", "datetime")];
pub(super) const FORM_TAG: &[Property] = &[
    text("acceptCharset", "accept-charset"),
    Property("action", Url("action")),
    AUTOCOMPLETE,
    Property("elements", Own(special::form_elements)),
    Property("encoding", OneOf("enctype", ENCODINGS)),
    Property("enctype", OneOf("enctype", ENCODINGS)),
    Property("length", Own(special::form_length)),
    Property("method", OneOf("method", &["get", "post"])),
    NAME,
    flag("noValidate", "novalidate"),
    TARGET,
];
pub(super) const IMG: &[Property] = &[
    text("alt", "alt"),
    CROSS_ORIGIN,
    Property("currentSrc", Url("src")),
    Property("height", Number("height", 0)),
    flag("isMap", "ismap"),
    NAME,
    REFERRER_POLICY,
    text("sizes", "sizes"),
    SRC,
    text("srcset", "srcset"),
    text("useMap", "usemap"),
    Property("width", Number("width", 0)),
];
pub(super) const SELECT: &[Property] = &[
    AUTOFOCUS,
    DISABLED,
    FORM,
    LABELS,
    Property("length", Own(special::options_length)),
    flag("multiple", "multiple"),
    NAME,
    Property("options", Own(special::options)),
    REQUIRED,
    Property("selectedIndex", Own(special::selected_index)),
    Property("selectedOptions", Own(special::selected_options)),
    Property("size", Own(special::select_size)),
    TAB_INDEX,
    Property("type", Own(special::select_type)),
    Property("value", Own(special::select_value)),
];
pub(super) const OPTION: &[Property] = &[
    flag("defaultSelected", "selected"),
    Property("disabled", Own(special::option_disabled)),
    FORM,
    Property("index", Own(special::option_index)),
    Property("label", Own(special::option_label)),
    flag("selected", "selected"),
    TEXT,
    Property("value", Own(special::value_or_html)),
];
pub(super) const TEXTAREA: &[Property] = &[
    ACCESS_KEY,
    Property(
        "autocapitalize",
        OneOf("autocapitalize", &["sentences", "none", "off", "words", "characters"]),
    ),
    AUTOCOMPLETE,
    Property("cols", Number("cols", 0)),
    text("defaultValue", "value"),
    FORM,
    LABELS,
    Property("length", Own(special::value_length)),
    Property("maxLength", Number("maxlength", 0)),
    NAME,
    text("placeholder", "placeholder"),
    flag("readOnly", "readonly"),
    REQUIRED,
    Property("rows", Number("rows", 0)),
    TAB_INDEX,
    Property("type", Fixed("textarea")),
    VALUE,
    Property("wrap", OneOf("wrap", &["soft", "hard", "off"])),
];
pub(super) const LINK_TAG: &[Property] = &[
    CROSS_ORIGIN,
    Property("href", Url("href")),
    text("hreflang", "hreflang"),
    text("media", "media"),
    REFERRER_POLICY,
    text("rel", "rel"),
    REL_LIST,
    TARGET,
    TYPE,
];
pub(super) const OBJECT: &[Property] = &[
    Property("data", Url("data")),
    FORM,
    HEIGHT,
    NAME,
    TAB_INDEX,
    TYPE,
    flag("typeMustMatch", "typemustmatch"),
    text("useMap", "usemap"),
    WIDTH,
];
pub(super) const SCRIPT: &[Property] = &[
    flag("async", "async"),
    text("charset", "charset"),
    text("crossOrigin", "crossorigin"),
    flag("defer", "defer"),
    flag("noModule", "nomodule"),
    SRC,
    TEXT,
    TYPE,
];
pub(super) const SOURCE: &[Property] = &[
    text("keySystem", "keysystem"),
    text("media", "media"),
    text("sizes", "sizes"),
    SRC,
    text("srcset", "srcset"),
    TYPE,
];
pub(super) const CELL: &[Property] = &[
    Property("cellIndex", Own(special::cell_index)),
    Property("colSpan", Number("colspan", 1)),
    text("headers", "headers"),
    Property("rowSpan", Number("rowspan", 1)),
];
pub(super) const HEADER_CELL: &[Property] = &[
    text("abbr", "abbr"),
    Property("scope", OneOf("scope", &["", "row", "col", "colgroup", "rowgroup"])),
    flag("sorted", "sorted"),
];
pub(super) const TABLE: &[Property] = &[
    Property("caption", Own(special::caption)),
    Property("rows", Own(special::rows)),
    flag("sortable", "sortable"),
    Property("tBodies", Own(special::bodies)),
    Property("tFoot", Own(special::foot)),
    Property("tHead", Own(special::head)),
];
pub(super) const TRACK: &[Property] = &[
    flag("default", "default"),
    Property(
        "kind",
        OneOf("kind", &["subtitle", "captions", "descriptions", "chapters", "metadata"]),
    ),
    text("label", "label"),
    SRC,
    text("srclang", "srclang"),
];
pub(super) const METER: &[Property] = &[
    Property("high", Number("high", 0)),
    LABELS,
    Property("low", Number("low", 0)),
    Property("max", Number("max", 0)),
    Property("min", Number("min", 0)),
    Property("optimum", Number("optimum", 0)),
];
pub(super) const LIST_TYPES: &[&str] = &["", "1", "a", "A", "i", "I", "disc", "square", "circle"];
