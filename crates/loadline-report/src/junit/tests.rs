//! Text survives, or is replaced where XML has no way to hold it.

use super::xml::Xml;

#[test]
fn text_and_attributes_are_escaped() {
    let mut xml = Xml::default();
    xml.leaf("failure", &[("message", "a < \"b\"")], "<![CDATA[]]>\u{1b}[31m\u{ffff}&");
    let expected = "<failure message=\"a &lt; &quot;b&quot;\">\
                    &lt;![CDATA[]]&gt;\u{fffd}[31m\u{fffd}&amp;</failure>\n";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    assert_eq!(xml.into_document(), format!("{head}{expected}"));
}

#[test]
fn elements_within_elements_are_indented() {
    let mut xml = Xml::default();
    xml.element("a", &[], |xml| xml.element("b", &[], |xml| xml.leaf("c", &[], "")));
    let document = xml.into_document();
    assert!(document.ends_with("<a>\n  <b>\n    <c/>\n  </b>\n</a>\n"), "{document}");
}
