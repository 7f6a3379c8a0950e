// The browser of the tests, which asks nobody for anything.
export const chromiumHere = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  timeout: 120000, // ms to come up, on a machine in use
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
