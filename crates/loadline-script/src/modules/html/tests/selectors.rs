//! k6's dialect of selectors.

use super::check;

#[test]
fn selectors_choose_by_tag_id_class_and_attribute() {
    check(
        "d.find('P.q') => p2
         d.find('.c2.c1') => top
         d.find('#TOP').size() => 0
         d.find('[id=p1]') => p1
         d.find('[id^=p]') => p1,p2,p3
         d.find('[id$=\"1\"]') => p1,l1
         d.find('[id*=l]') => l1,l2,l3,l4
         d.find('[class~=c2]') => top
         d.find('[lang|=en]') => p1
         d.find('li[id!=l1]') => l2,l3,l4
         d.find('[id#=p[12]]') => p1,p2
         d.find('[id=\"P1\" i]') => p1
         d.find('[ ID = p1 ]') => p1
         d.find('#\\\\70 1') => p1",
    );
}

#[test]
fn combinators_relate_elements() {
    check(
        "d.find('html body > div > p') => p1,p2,p3
         d.find('p + p') => p2,p3
         d.find('p ~ ul') => u
         d.find('li , p') => p1,p2,p3,l1,l2,l3,l4
         d.find('/* c */ p >b') => b",
    );
}

#[test]
fn pseudo_classes_look_around() {
    check(
        "d.find('li:nth-child(2n+1)') => l1,l3
         d.find('li:nth-child( -n + 2 )') => l1,l2
         d.find('li:nth-last-child(1)') => l4
         d.find('p:nth-of-type(2)') => p2
         d.find('li:first-child,li:last-child') => l1,l4
         d.find('b:only-of-type') => b
         d.find(':root') => html
         d.find('b:lang(en)') => b
         d.find('p:not(.q, #p1)') => p3
         d.find('p:not(:not(.q))') => p2
         d.find('p:has(b, i)') => p1
         d.find('div:haschild(p)') => top
         d.find('p:CONTAINS(\"TWO\")') => p2
         d.find('div :contains(two)') => p2,#text
         d.find('p:containsOwn(bold)').size() => 0
         d.find('p:matchesOwn(^t)') => p2,p3
         d.find('form :disabled').size() => 3
         d.find(':checked').size() => 5
         parseHTML('<p> <!--x--></p>').find('p').is(':empty') => true
         parseHTML('<a href=x>1</a><a>2</a><link href=y>').find(':link').size() => 2",
    );
}

#[test]
fn what_is_no_selector_finds_nothing() {
    for selector in [
        "",
        "[",
        "p:first",
        "p:eq(0)",
        ":button",
        "p::before",
        "p:is(.q)",
        "> p",
        "a,",
        "p > > b",
        "p..q",
        ":not()",
        "p:nth-child()",
        "p:nth-child(n+)",
        "p:first-child()",
        "[id=-1]",
        "[id#=[]",
        "#1a",
        "p)",
        "*|p",
        "p:not(p",
        "[data-some-name=x y]",
    ] {
        check(&format!("d.find({selector:?}).size() => 0"));
    }
    let nested = format!("{}p{}", ":not(".repeat(1000), ")".repeat(1000));
    check(&format!("d.find({nested:?}).size() => 0"));
}
