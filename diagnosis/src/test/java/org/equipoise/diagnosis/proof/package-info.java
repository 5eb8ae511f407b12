@NullMarked
package org.equipoise.diagnosis.proof;

import org.jspecify.annotations.NullMarked;
