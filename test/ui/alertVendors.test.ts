import assert from 'node:assert/strict';
import type { SourceKind } from '../../src/core/alerts/kinds';
import { VendorDouble } from '../support/vendors/double';
import { TOKEN, type VendorState, without } from '../support/vendors/guard';
import { VENDORS, type Vendor } from '../support/vendors/table';
import { shopWindow } from './shopWindow';

const SHOTS = process.env.FAULTLINE_SHOTS;
const ACCOUNT = 'Where is your account?';

describe('the set-up of a monitor', function () {
	this.timeout(240_000);
	const doubles: VendorDouble[] = [];
	const started = async (kind: SourceKind, state: VendorState): Promise<{ vendor: Vendor; double: VendorDouble }> => {
		const vendor = VENDORS.find((one) => one.kind === kind);
		assert.ok(vendor);
		const double = await VendorDouble.start(kind, vendor.routes(state));
		doubles.push(double);
		return { vendor, double };
	};
	const aState = (more: Partial<VendorState> = {}): VendorState => ({
		...{ isAcknowledged: false, isResolved: false, told: 0 },
		...more,
	});
	const window = shopWindow({
		settings: {
			'faultline.analyzeOnCreate': false,
			'faultline.alerts.pollSeconds': 3600,
		},
	});
	after(() => {
		for (const double of doubles) {
			double.close();
			double.check();
		}
	});

	const shot = async (name: string) => {
		if (SHOTS) {
			await window.app.workbench.screenshot(`${SHOTS}/${name}.png`);
		}
	};
	/** Goes through the guided set-up. @param where asks for the address, @param token is asked for by its own words */
	const add = async (label: string, where: string, url: string, token: string) => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Add Alert Source…');
		await workbench.pick(label);
		await answer(where, url, token);
	};
	const answer = async (where: string, url: string, token: string) => {
		const { workbench } = window.app;
		await workbench.answer(where, url);
		await workbench.typeAnswer('What it is called here');
		if (where === ACCOUNT && token.startsWith('key:')) {
			await workbench.question('What of it opens incidents?').waitFor();
			await shot('vendor-parts');
			await workbench.question('What of it opens incidents?').locator('.quick-input-action', { hasText: 'OK' }).click();
		}
		await workbench.answer('It is kept in the secret storage', token);
	};

	it('name exactly what the keys of Datadog lack, then open incidents of its monitors, incidents and errors', async () => {
		const { double } = await started('datadog', aState());
		const { workbench } = window.app;
		await workbench.openView('Faultline');
		await add('Datadog', ACCOUNT, double.base, `key:${without('incident_read')}`);
		await workbench.notification('lacks the permission “incident_read”').waitFor();
		await shot('vendor-1-lacks');
		await workbench.pressInNotification('lacks the permission “incident_read”', 'Correct It…');
		await answer(ACCOUNT, double.base, `key:${TOKEN}`);
		await workbench.notification('Datadog answers: Datadog').waitFor();
		for (const title of ['Checkout fails', 'Checkout is down', 'TypeError: x is undefined']) {
			await workbench.treeItem(title).first().waitFor();
		}
		await shot('vendor-2-datadog');
	});
});
