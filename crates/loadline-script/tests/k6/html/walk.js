// Selections: going up, down and sideways, cutting and filtering.
// expect exit 0
// expect checks 40 passed, 0 failed
import { check } from 'k6';
import { parseHTML } from 'k6/html';

const page = `<div id="a" class="x y">hi <b>there</b><!-- c --></div><p>after</p>
<ul><li class="one">1</li><li class="two">2</li><li class="three">3</li></ul>`;

export default function () {
  const doc = parseHTML(page);
  const li = doc.find('li');
  check(li, {
    'size': (s) => s.size() === 3,
    'text of all': (s) => s.text() === '123',
    'eq': (s) => s.eq(1).text() === '2',
    'eq from the end': (s) => s.eq(-1).text() === '3',
    'eq beyond': (s) => s.eq(9).size() === 0,
    'first and last': (s) => s.first().text() + s.last().text() === '13',
    'slice': (s) => s.slice(1).text() === '23' && s.slice(0, 2).text() === '12',
    'get': (s) => s.get(0).nodeName() === 'li' && s.get(9) === undefined,
    'index': (s) => s.index() === 0 && s.eq(2).index() === 2,
    'index by selector': (s) => s.eq(1).index('li') === 1,
    'is': (s) => s.is('.two') && !s.is('.four'),
    'is by function': (s) => s.is((i, e) => e.text() === '3'),
    'not': (s) => s.not('.two').text() === '13',
    'not by function': (s) => s.not((i) => i === 0).text() === '23',
    'filter': (s) => s.filter('.two').text() === '2',
    'filter by function': (s) => s.filter((i, e) => e.text() === '2').size() === 1,
    'filter by selection': (s) => s.filter(doc.find('.three')).text() === '3',
    'map': (s) => s.map((i, e) => i + e.text()).join() === '01,12,23',
    'each': (s) => { let seen = ''; s.each((i, e) => { seen += i + e.nodeName() + e.textContent(); }); return seen === '0li11li22li3'; },
    'toArray': (s) => s.toArray().map((e) => e.text()).join() === '1,2,3',
    'next': (s) => s.eq(0).next().text() === '2' && s.eq(0).next('.three').size() === 0,
    'nextAll': (s) => s.eq(0).nextAll().text() === '23' && s.eq(0).nextAll('.three').text() === '3',
    'nextUntil': (s) => s.eq(0).nextUntil('.three').text() === '2',
    'prev': (s) => s.eq(2).prev().text() === '2',
    'prevAll': (s) => s.eq(2).prevAll().text() === '21',
    'prevUntil': (s) => s.eq(2).prevUntil('.one').text() === '2',
    'siblings': (s) => s.eq(1).siblings().text() === '13' && s.eq(1).siblings('.one').text() === '1',
    'parent': (s) => s.parent().size() === 1 && s.parent().is('ul'),
    'parents': (s) => s.parents().size() === 3 && s.parents('ul').size() === 1,
    'parentsUntil': (s) => s.parentsUntil('html').size() === 2,
    'closest': (s) => s.closest('ul').size() === 1,
  });
  check(doc, {
    'find within': (d) => d.find('div').find('b').text() === 'there',
    'children': (d) => d.find('ul').children().size() === 3 && d.find('ul').children('.two').text() === '2',
    'contents': (d) => d.find('#a').contents().size() === 3,
    'has': (d) => d.find('div').has('b').size() === 1 && d.find('div').has('i').size() === 0,
    'add': (d) => d.find('li.one').add('li.two').size() === 2,
    'end': (d) => d.find('ul').find('li').end().is('ul'),
    'several selectors': (d) => d.find('b, p').size() === 2,
    'attribute and position selectors': (d) => d.find('li:nth-child(2)').text() === '2' && d.find('[class^=th]').text() === '3',
    'contains': (d) => d.find('p:contains("after")').size() === 1,
  });
}
