// The one connection to the daemon: sends frames, matches answers to them, and comes back by itself.

import { emit } from './state.js';

const pending = new Map(); // id -> {frame, resolve, reject, timer, resend}
let socket = null;
let tries = 0;

const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function connect() {
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  socket.addEventListener('open', () => {
    tries = 0;
    socket.send(JSON.stringify({ type: 'hello' }));
  });
  socket.addEventListener('message', (event) => receive(JSON.parse(event.data)));
  socket.addEventListener('close', () => {
    for (const [id, wait] of pending) if (!wait.resend) settle(id, null, new Error('connection'));
    emit('offline');
    setTimeout(connect, Math.min(5000, 300 * 2 ** tries++));
  });
}

function receive(frame) {
  if (frame.type === 'welcome') {
    emit('welcome', frame);
    // The same id again is a repeated delivery, so what hung in the air can be sent once more without doing it twice.
    for (const wait of pending.values()) socket.send(JSON.stringify(wait.frame));
  } else if (frame.type === 'roster') emit('roster', frame);
  else if (frame.type === 'message' || frame.type === 'edited') emit('message', frame.message);
  else if (frame.type === 'clock') emit('clock', frame.clock);
  else if (frame.type === 'settled') {
    emit('clock', frame.clock);
    settle(frame.id, frame);
  } else if (frame.type === 'reply') settle(frame.id, frame);
  else if (frame.type === 'error') {
    const known = pending.has(frame.id);
    settle(frame.id, null, Object.assign(new Error(frame.text), { said: true }));
    if (!known) emit('problem', frame.text);
  }
}

function settle(id, frame, error) {
  const wait = pending.get(id);
  if (!wait) return;
  pending.delete(id);
  clearTimeout(wait.timer);
  if (error) wait.reject(error);
  else wait.resolve(frame);
}

// Sends a frame and gives the reply to it. Rejects with an Error: `said` is true when its message is the daemon's own words,
// else the message is 'connection' or 'timeout'.
export function request(frame, { resend = true, timeout = 30000 } = {}) {
  const id = newId();
  const whole = { ...frame, id };
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) return reject(new Error('connection'));
    const timer = setTimeout(() => settle(id, null, new Error('timeout')), timeout);
    pending.set(id, { frame: whole, resolve, reject, resend, timer });
    socket.send(JSON.stringify(whole));
  });
}
