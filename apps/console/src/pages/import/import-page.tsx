import { useMay } from '../../api/use-session.js';
import { Page } from '../../components/page.js';
import { Forbidden } from '../../components/states.js';
import { ExportSection } from './export-section.js';
import { ImportSection } from './import-section.js';

export function ImportPage() {
  const mayImport = useMay('users:import');
  const mayExport = useMay('users:export');
  return (
    <Page title="Import and export" description="Bring people from another system, or take everyone out.">
      {mayImport && <ImportSection />}
      {mayExport && <ExportSection />}
      {!mayImport && !mayExport && <Forbidden />}
    </Page>
  );
}
