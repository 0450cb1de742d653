// The browser that shows the workbench in tests.
import { chromium } from 'playwright-core';
import { chromiumPath } from '../setup.mjs';

/** Launches the system's Chromium; see `ensureChromium`. */
export async function launchBrowser() {
	return chromium.launch({
		executablePath: chromiumPath(),
		// The server ends this process when it has ended itself; the browser goes then.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		// No sandbox: it does not work for root, and the only page is our own.
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
