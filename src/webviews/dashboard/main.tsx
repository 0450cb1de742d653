import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { type DashboardToHost, HostToDashboard } from '../../protocol/dashboard';
import { configureStrings, connect, oncePainted } from '../shared/host';
import { Dashboard } from './dashboard';
import { DashboardState } from './state';
import '../shared/base.css';
import './dashboard.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const state = new DashboardState((message) => host.send(message));
	const host = connect<HostToDashboard, DashboardToHost>(
		HostToDashboard,
		(message) => state.receive(message),
		// Better said than counting without end.
		() =>
			state.receive({
				type: 'failed',
				message: l10n.t('The numbers came in a shape that cannot be shown. Nothing you recorded was lost.'),
			}),
	);
	const painted = oncePainted(() => host.send({ type: 'painted' }));
	const draw = () => {
		render(<Dashboard state={state} />, root);
		if (state.shown) {
			painted();
		}
	};
	state.onDidChange = draw;
	draw();
	host.send({ type: 'ready' });
}
