@NullMarked
package org.equipoise.diagnosis.repair;

import org.jspecify.annotations.NullMarked;
