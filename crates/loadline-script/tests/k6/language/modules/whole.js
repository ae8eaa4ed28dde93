module.exports = (n) => n * n;
