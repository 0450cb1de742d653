const RELEASE = /\$\{release\}/g;

/**
 * A folder of source maps as it is written in the settings, with the release put where `${release}` stands.
 *
 * @param release comes from outside, and is one folder's name whatever is in it
 */
export function mapFolder(written: string, release: string): string {
	const name = /^\.*$/.test(release) ? '_' : release.replace(/[\\/:*?"<>|\0]/g, '_');
	return written.replace(RELEASE, () => name);
}
