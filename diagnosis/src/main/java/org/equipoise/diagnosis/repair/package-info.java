/** What repairs a cause, the cheapest first. */
@NullMarked
package org.equipoise.diagnosis.repair;

import org.jspecify.annotations.NullMarked;
