import { render } from 'preact';
import { type DashboardToHost, HostToDashboard } from '../../protocol/dashboard';
import { configureStrings, connect } from '../shared/host';
import { Dashboard } from './dashboard';
import { DashboardState } from './state';
import '../shared/base.css';
import './dashboard.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const state = new DashboardState((message) => host.send(message));
	const host = connect<HostToDashboard, DashboardToHost>(HostToDashboard, (message) => state.receive(message));
	const draw = () => render(<Dashboard state={state} />, root);
	state.onDidChange = draw;
	draw();
	host.send({ type: 'ready' });
}
