/** What can lie behind a collapse: a closed list, with definitions in docs/causes.md. */
@NullMarked
package org.equipoise.diagnosis.cause;

import org.jspecify.annotations.NullMarked;
