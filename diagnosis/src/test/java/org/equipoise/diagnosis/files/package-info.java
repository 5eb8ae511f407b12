@NullMarked
package org.equipoise.diagnosis.files;

import org.jspecify.annotations.NullMarked;
