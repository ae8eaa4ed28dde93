//! Methods of selections.

use super::check;

#[test]
fn selections_lead_to_other_nodes() {
    check(
        "d.find('p').add('li') => p1,p2,p3,l1,l2,l3,l4
         d.find('p').add(d.find('li')) => p1,p2,p3,l1,l2,l3,l4
         d.find('p').add(d.find('b').get(0)) => p1,p2,p3,b
         d.find('#top').children('.q') => p2
         d.find('b,li').closest('p,ul') => p1,u
         d.find('p').contents() => #text,b,#text,#text
         d.find('ul,div').has('li') => top,u
         d.find('ul').find(d.find('#l2')) => l2
         d.find('li').next('.z') => l3
         d.find('#l1').nextAll() => l2,l3,l4
         d.find('#l1').nextUntil('#l4', '.z') => l3
         d.find('#l1').nextUntil(d.find('#l3')) => l2
         d.find('#l1').nextUntil() => l2,l3,l4
         d.find('#l4').prevUntil('#l1') => l3,l2
         d.find('li').prevAll() => l1,l2,l3
         d.find('b,li').parents() => p1,top,body,html,u
         d.find('b').parentsUntil('body', 'div') => top
         d.find('li').siblings() => l2,l3,l4,l1
         d.find('#p1').siblings('.q') => p2",
    );
}

#[test]
fn selections_are_narrowed_by_place() {
    check(
        "d.find('li').first() => l1
         d.find('li').last() => l4
         d.find('li').eq(-1) => l4
         d.find('li').eq('1') => l2
         d.find('li').eq(99).size() => 0
         d.find('li').get(-1) => l4
         d.find('li').get(99) => undefined
         d.find('li').slice(1, 3) => l2,l3
         d.find('li').slice(-3, -1) => l2,l3
         d.find('li').slice(3, 1).size() => 0
         d.find('li').slice(-99) => l1,l2,l3,l4
         d.find('#l3').index() => 2
         d.find('#l3').index('li') => 2
         d.find('li').index(d.find('#l3')) => 2
         d.find('nope').index() => -1
         d.find('li').toArray().map(one => one.text()) => [\"1\";\"2\";\"3\";\"4\"]",
    );
}

#[test]
fn functions_selectors_and_selections_narrow() {
    check(
        "d.find('li').filter('.z') => l3
         d.find('li').filter(d.find('#l2')) => l2
         d.find('li').filter(i => i % 2 == 0) => l1,l3
         d.find('li').filter((i, e) => e.text() == '4') => l4
         d.find('li').not('.z') => l1,l2,l4
         d.find('li').not((i, e) => i == 0) => l2,l3,l4
         d.find('li').is('.z') => true
         d.find('li').is((i, e) => i == 7) => false
         d.find('li').map((i, e) => e.text() + i) => [\"10\";\"21\";\"32\";\"43\"]
         (() => { const seen = []; d.find('li').each((i, e) => { seen.push(e.id()); return false }); return seen })() => [\"l1\";\"l2\";\"l3\";\"l4\"]",
    );
}

#[test]
fn end_goes_back() {
    check(
        "d.find('p').find('b').end() => p1,p2,p3
         d.find('p').end() => #document
         d.find('p').end().end().size() => 0
         d.find('li').toArray()[1].end() => l1,l2,l3,l4
         d.find('li').each(() => 1).end() => #document",
    );
}

#[test]
fn wrong_arguments_are_refused_in_k6s_words() {
    check(
        "d.find() => thrown: invalid argument, cannot use a '<nil>' as a selector
         d.find(12) => thrown: invalid argument, cannot use a 'int64' as a selector
         d.find('li').not() => thrown: invalid argument, cannot use a '<nil>' as a selector
         d.find('li').each() => thrown: the argument to each() must be a function
         d.find('li').map('x') => thrown: the argument to map() must be a function
         d.find('li').filter(12) => thrown: the argument to filter() must be a function, a selector or a selection
         d.find('li').is() => thrown: the argument to is() must be a function, a selector or a selection
         d.find('li').next(12).size() => 0
         d.find('li').siblings(null).size() => 0",
    );
}

#[test]
fn attributes_and_data_are_read() {
    check(
        "d.find('p').attr('id') => \"p1\"
         d.find('p').attr('nope') => undefined
         d.find('p').attr('nope', 12) => 12
         d.find('#top').data('num') => 12
         d.find('#top').data('someName') => \"x y\"
         d.find('#top').data('some-name') => \"x y\"
         d.find('#top').data('json') => {\"a\":[1,2]}
         d.find('#top').data('yes') => true
         d.find('#top').data('null') => undefined
         d.find('#top').data('f') => \"1.50\"
         d.find('#top').data('big') => \"9007199254740993\"
         d.find('#top').data('empty') => undefined
         d.find('p').data() => {}
         d.find('nope').data() => undefined
         Object.keys(d.find('#top').data()).join() => \"num,someName,json,yes,f,big\"
         parseHTML('<p data-a=1.5 data-b=-3 data-c=007 data-d=\"[1\" data-e=x data--z=1>').find('p').data() => {\"a\":1.5,\"b\":-3,\"c\":\"007\",\"d\":\"[1\",\"e\":\"x\",\"Z\":1}",
    );
}

#[test]
fn a_chain_of_a_hundred_thousand_selections_is_taken_down() {
    check(
        "(() => { let s = d; for (let i = 0; i < 100000; i++) s = s.first(); return s.size() })() => 1",
    );
}
