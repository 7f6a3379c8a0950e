// Preloaded into the Playground, whose identity hosts are fixed: calls to them end at the stand-in (entra.mjs). Everything
// else is left alone.
const tls = require('node:tls');
const hosts = new Set(['login.microsoftonline.com', 'login.botframework.com', 'sts.windows.net']);
const connect = tls.connect;
tls.connect = function (...args) {
  const [options] = args;
  const name = options && typeof options === 'object' ? options.servername || options.host : '';
  if (hosts.has(name)) args[0] = { ...options, host: '127.0.0.1', port: +process.env.IDP_PORT, servername: name };
  return connect.apply(this, args);
};
