import { testAgainstReference } from '../testing/stores-reference.js';
import { toolsReference } from '../testing/tools-reference.js';

testAgainstReference('tools, turns, decisions and errors', toolsReference);
