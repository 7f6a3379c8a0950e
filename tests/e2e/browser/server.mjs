// One browser for all scripts of a run: prints where it is reached, and stays until it is told to stop.

import { chromium } from 'playwright-core';
import { chromiumHere } from '../chromium.mjs';

console.log((await chromium.launchServer(chromiumHere)).wsEndpoint());
