//! Properties of elements.

use super::check;

#[test]
fn nodes_know_their_neighbours() {
    check(
        "d.find('#top').get(0).childNodes() => [#text;p1;#text;#comment;p2;p3;u]
         d.find('#top').get(0).children() => [p1;p2;p3;u]
         d.find('#p2').get(0).previousSibling() => #comment
         d.find('#p2').get(0).previousElementSibling() => p1
         d.find('#l4').get(0).nextSibling() => undefined
         d.find('html').get(0).parentElement() => undefined
         d.find('html').get(0).parentNode() => #document
         d.find('#top').get(0).contains(d.find('b').get(0)) => true
         d.find('#top').get(0).querySelectorAll('li') => [l1;l2;l3;l4]
         d.find('#top').get(0).querySelector('[') => undefined
         d.find('#top').get(0).getElementsByTagName('LI').length => 4
         d.find('#p1').get(0).matches('p') => true
         d.find('#top').get(0).selection() => top",
    );
}

#[test]
fn nodes_are_compared_by_what_they_hold() {
    let page = |inner: &str| format!("parseHTML('{inner}').find('p').get(0)");
    let one = page("<p a=1 b=2>x<b>y</b></p>");
    for (other, equal) in [
        ("<p b=2 a=1>x<b>y</b></p>", true),
        ("<p a=1 b=2>x<b>z</b></p>", false),
        ("<p a=1 b=2>x<b>y</b>!</p>", false),
        ("<p a=1>x<b>y</b></p>", false),
    ] {
        check(&format!("{one}.isEqualNode({}) => {equal}", page(other)));
    }
    check(&format!("{one}.isSameNode({one}) => false"));
}

#[test]
fn images_of_a_map_name_it_by_its_id() {
    let page = "<img id=a usemap=\"#m\"><map id=m name=n></map><img id=b usemap=\"#n\">";
    check(&format!("parseHTML('{page}').find('map').get(0).images() => [a]"));
    check("parseHTML('<img usemap=\"#\"><map></map>').find('map').get(0).images() => []");
}

#[test]
fn attributes_are_nodes() {
    check(
        "Object.keys(d.find('#p1').get(0).attributes()).join() => \"id,lang\"
         d.find('#p1').get(0).attributes().id.value => \"p1\"
         d.find('#p1').get(0).attributes().id.owner_element => p1
         d.find('#p1').get(0).attributes().id.localName() => \"id\"
         d.find('#p1').get(0).getAttributeNode('nope') => undefined
         d.find('#top').get(0).classList() => [\"c1\";\"c2\"]
         d.find('#p1').get(0).className() => undefined",
    );
}

#[test]
fn links_have_the_parts_of_their_address() {
    let parts = "['hash','host','hostname','origin','password','pathname','port','protocol','search','username']";
    for (href, expected) in [
        (
            "http://u:p@h.com:81/p/q?x=1#h",
            "#h|h.com:81|h.com|http://h.com:81|p|/p/q|81|http|?x=1|u",
        ),
        ("https://h.com:443/p q", "|h.com|h.com|https://h.com:443||/p q|443|https||"),
        ("/rel?x", "|||||/rel||:|?x|"),
        ("mailto:a@b.c", "|||mailto://||||mailto||"),
        ("http://[::1]:8/x", "|[::1]:8|::1|http://[::1]:8||/x|8|http||"),
    ] {
        let link = format!("parseHTML('<a href=\"{href}\">t</a>').find('a').get(0)");
        check(&format!("{parts}.map(part => {link}[part]()).join('|') => {expected:?}"));
    }
}

#[test]
fn tags_have_properties_of_their_own() {
    check(
        "parseHTML('<input type=CHECKBOX maxlength=7x>').find('input').get(0).type() => \"text\"
         parseHTML('<input type=checkbox>').find('input').get(0).maxLength() => -1
         parseHTML('<canvas width=5>').find('canvas').get(0).width() => 5
         parseHTML('<canvas width=5>').find('canvas').get(0).height() => 150
         parseHTML('<audio muted crossorigin=x>').find('audio').get(0).muted() => true
         parseHTML('<audio muted crossorigin=x>').find('audio').get(0).crossOrigin() => undefined
         parseHTML('<progress max=10 value=4>').find('progress').get(0).position() => 0.4
         parseHTML('<style></style>').find('style').get(0).type() => \"text/css\"
         d.find('#top').get(0).href => undefined
         d.find('form').get(0).method() => \"get\"
         d.find('form').get(0).elements().length => 13
         d.find('button').get(0).formAction() => \"/act?x=1\"
         d.find('button').get(0).formMethod() => \"post\"
         d.find('input').get(0).form() => f
         parseHTML('<form id=q></form><input form=q>').find('input').get(0).form() => q
         parseHTML('<label id=x for=i>l</label><label id=y><input id=i></label>').find('input').get(0).labels() => [y;x]
         parseHTML('<datalist id=dl></datalist><input list=dl>').find('input').get(0).list() => dl
         d.find('option').eq(3).get(0).index() => 1
         d.find('select').get(0).selectedIndex() => 1
         d.find('select').get(0).value() => \"o2v\"",
    );
}

#[test]
fn tables_know_their_rows() {
    let table = "parseHTML('<table><thead id=h><tr id=r0><th>h</thead><tbody id=b><tr id=r1><td id=c1>1<td id=c2 colspan=2>2<tr id=r2><td></tbody></table>')";
    for (script, expected) in [
        ("find('table').get(0).rows()", "[r0;r1;r2]"),
        ("find('table').get(0).tHead()", "h"),
        ("find('table').get(0).tFoot()", "undefined"),
        ("find('#r2').get(0).rowIndex()", "2"),
        ("find('#r2').get(0).sectionRowIndex()", "1"),
        ("find('#r1').get(0).cells()", "[c1;c2]"),
        ("find('#c2').get(0).cellIndex()", "1"),
        ("find('#c2').get(0).colSpan()", "2"),
    ] {
        check(&format!("{table}.{script} => {expected}"));
    }
}
