import type { FrameLocation } from '../suspects/model';
import type { InAppRules } from '../trace/inAppRules';
import type { Frame } from '../trace/model';
import { isVendoredPath } from './pathKinds';

/**
 * Whether a frame is the person's own code: what their rules say of its printed file, its function or its file in the repository; else, where it was
 * found in the repository, whether it is vendored there; else what its language's rules say of the printed path.
 */
export function isInApp(frame: Frame, location: FrameLocation | null | undefined, rules: InAppRules): boolean {
	const said = rules(frame) ?? (location ? rules({ file: location.path }) : undefined);
	return said ?? (location ? !isVendoredPath(location.path) : frame.inApp);
}
