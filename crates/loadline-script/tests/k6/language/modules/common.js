exports.add = (a, b) => a + b;
exports.self = module.exports === exports;
