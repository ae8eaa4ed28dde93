//! What forms send.

use super::{PAGE, check};
use crate::modules::html::page::Form;
use crate::modules::html::{FormValue, Page, parse};

#[test]
fn controls_have_values() {
    check(
        "d.find('input').val() => \"1\"
         d.find('input[name=b]').val() => \"on\"
         d.find('select').val() => \"o2v\"
         d.find('select[name=m]').val() => [\"1\";\"2\"]
         d.find('textarea').val() => \" text &amp; area \"
         d.find('button').val() => \"bv\"
         d.find('option').val() => \"o1\"
         d.find('p').val() => undefined
         parseHTML('<select><option>a</select>').find('select').val() => \"\"",
    );
}

#[test]
fn forms_are_serialized_with_what_k6_sends() {
    check(
        "d.find('form').serialize() => \"a=second&dis=d+%26&infs=1&k=on&m=1&m=2&s=o2v&t=+text+%26amp%3B+area+\"
         d.find('form').serializeObject() => {\"a\":\"second\",\"k\":\"on\",\"s\":\"o2v\",\"m\":[\"1\",\"2\"],\"t\":\" text &amp; area \",\"dis\":\"d &\",\"infs\":\"1\"}
         d.find('form').serializeArray().map(field => field.name).join() => \"a,k,s,m,t,dis,a,infs\"
         d.find('form').serializeArray()[0].value => \"1\"
         d.find('input[name=dis]').serialize() => \"dis=d+%26\"
         d.find('nope').serializeArray() => []
         d.find('div').serialize() => \"\"",
    );
}

#[test]
fn a_form_is_ready_to_be_sent() {
    let page = Page::new(parse(PAGE).unwrap(), "http://h.com:81/d/page.html?a=b#zz");
    let form = page.form("form", "[type=submit]").unwrap();
    let one = |text: &str| FormValue::One(text.into());
    let expected = Form {
        method: "POST".into(),
        action: "http://h.com:81/act?x=1".into(),
        fields: vec![
            ("a".into(), one("second")),
            ("k".into(), one("on")),
            ("s".into(), one("o2v")),
            ("m".into(), FormValue::Several(vec!["1".into(), "2".into()])),
            ("t".into(), one(" text &amp; area ")),
            ("dis".into(), one("d &")),
            ("infs".into(), one("1")),
        ],
        submit: Some(("sub".into(), "go".into())),
    };
    assert_eq!(form, expected);
    assert_eq!(page.form("nope", "*"), None);
}

#[test]
fn links_are_made_whole_with_the_address_of_the_page() {
    for (href, expected) in [
        ("x/y?q=1#f", Some("http://h.com:81/d/x/y?q=1#f")),
        ("/abs", Some("http://h.com:81/abs")),
        ("//o.com/z", Some("http://o.com/z")),
        ("../up p?é", Some("http://h.com:81/up%20p?é")),
        ("#frag", Some("http://h.com:81/d/page.html?a=b#frag")),
        ("?q=2", Some("http://h.com:81/d/page.html?q=2")),
        ("./../../..//a/./b/../c", Some("http://h.com:81//a/c")),
        ("mailto:x@y", Some("mailto:x@y")),
        ("", Some("http://h.com:81/d/page.html?a=b#zz")),
        ("ht tp://x", None),
        ("%zz", None),
    ] {
        let text = format!("<a href=\"{href}\">");
        let page = Page::new(parse(&text).unwrap(), "http://h.com:81/d/page.html?a=b#zz");
        assert_eq!(page.link("a").as_deref(), expected, "{href}");
    }
}
