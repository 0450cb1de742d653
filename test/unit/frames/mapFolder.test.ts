import assert from 'node:assert/strict';
import { mapFolder } from '../../../src/core/frames/mapFolder';

/** As the setting has it. */
const RELEASE = ['$', '{release}'].join('');

describe('a folder of source maps', () => {
	it('has the release in its name where the setting says so', () => {
		assert.equal(mapFolder(`artifacts/${RELEASE}/maps`, 'v1.4.0'), 'artifacts/v1.4.0/maps');
	});

	it('stays where it is, whatever a release is called', () => {
		for (const [release, name] of [
			['../../etc', '.._.._etc'],
			['..', '_'],
			['', '_'],
			['C:\\x', 'C__x'],
			['$&', '$&'],
		] as const) {
			assert.equal(mapFolder(`a/${RELEASE}`, release), `a/${name}`);
		}
	});
});
