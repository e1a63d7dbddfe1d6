/** A step of the build: loads the labs and keeps them beside the bundle. Arguments: the file, the labs' folder. */
import {keepCatalog} from '../labs/kept-catalog.ts';

const [file = '', root = ''] = process.argv.slice(2);
await keepCatalog(file, root);
