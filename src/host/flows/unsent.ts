/** What was typed into questions that somebody went away from: kept while the window is open, never written down. */
export class UnsentAnswers {
	private readonly kept = new Map<string, Map<string, string>>();

	/** @param about such as `update`, and the incident's id */
	of(about: string, incidentId: string): Map<string, string> {
		const key = `${about} ${incidentId}`;
		const known = this.kept.get(key) ?? new Map<string, string>();
		this.kept.set(key, known);
		return known;
	}

	forget(about: string, incidentId: string): void {
		this.kept.delete(`${about} ${incidentId}`);
	}
}
