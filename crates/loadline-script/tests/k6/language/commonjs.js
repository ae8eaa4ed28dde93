// CommonJS: require of modules, of files, of the tool's own; exports in both ways.
// expect exit 0
// expect checks 6 passed, 0 failed
const { check } = require('k6');
const http = require('k6/http');
const { add, self } = require('./modules/common.js');
const whole = require('./modules/whole.js');
const again = require('./modules/whole.js');

exports.options = { iterations: 1 };

exports.default = function () {
  check(null, {
    'the tool\'s': () => typeof http.get === 'function',
    'named': () => add(2, 3) === 5,
    'this': () => self === true,
    'module.exports': () => whole(4) === 16,
    'the same twice': () => again === whole,
    'sent': () => http.get(`${__ENV.HTTP}/get`).status === 200,
  });
};
